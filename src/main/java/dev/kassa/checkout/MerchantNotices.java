package dev.kassa.checkout;

/** The port by which merchants are told. */
public interface MerchantNotices {
    /**
     * Makes sure that the merchant will be told; telling the same event again is harmless.
     *
     * @throws RuntimeException where that could not be made sure; the caller tries again
     */
    void tell(MerchantId merchant, MerchantEvent event);
}
