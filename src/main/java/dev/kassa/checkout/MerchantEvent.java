package dev.kassa.checkout;

import java.util.Locale;

/**
 * Something that a merchant is told about a checkout.
 *
 * @param checkout as it stood when it happened
 */
public record MerchantEvent(Type type, Checkout checkout) {
    /** What tells it from another of its type: the payment that turned up late; empty where there is but one. */
    public String particular() {
        var paid = checkout.paymentTransaction();
        return type == Type.LATE_COMPLETION && paid != null
                ? paid.paymentTransactionId().value()
                : "";
    }

    /** The event that tells of a status: {@code checkout.authorized} and so on. */
    public enum Type {
        AUTHORIZED,
        DECLINED,
        EXPIRED,
        CANCELED,
        FAILED,
        UNCONFIRMED,
        LATE_COMPLETION;

        public String word() {
            return "checkout." + name().toLowerCase(Locale.ROOT);
        }
    }
}
