package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;

/**
 * The first authorize of a checkout, frozen: every repeat sends exactly this.
 *
 * @param sessionToken the SDK's context for the header {@code Klarna-Network-Session-Token}; absent where the merchant
 *     gave none
 */
public record AuthorizePayment(
        PartnerAccountId account,
        IdempotencyKey key,
        PaymentTransactionReference paymentTransactionReference,
        PaymentDetails payment,
        StepUpConfig stepUp,
        @Nullable String sessionToken) {

    @Override
    public String toString() {
        return "authorize " + paymentTransactionReference;
    }
}
