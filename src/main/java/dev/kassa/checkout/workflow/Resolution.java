package dev.kassa.checkout.workflow;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.PaymentTransactionId;
import org.jspecify.annotations.Nullable;

/**
 * What an operator found out about an UNCONFIRMED checkout.
 *
 * @param outcome a final status; absent or not final is refused
 * @param paymentTransactionId required for AUTHORIZED, and only there
 * @param reason required: who found out what, for whoever reads the history
 */
public record Resolution(
        @Nullable CheckoutStatus outcome,
        @Nullable PaymentTransactionId paymentTransactionId,
        @Nullable String reason) {
    private static final int LONGEST_REASON = 500;

    /**
     * Whether this may be said of a checkout in this status.
     *
     * @param awaitsAWord whether Klarna was asked and cannot tell; before that nobody has to guess
     * @throws IllegalArgumentException with a sentence for the operator's dialog
     */
    void checkAgainst(CheckoutStatus status, boolean awaitsAWord) {
        if (status != CheckoutStatus.UNCONFIRMED) {
            throw new IllegalArgumentException("only an UNCONFIRMED checkout can be resolved; this one is " + status);
        }
        if (!awaitsAWord) {
            throw new IllegalArgumentException("this run is still asking Klarna how it stands; look again in a minute");
        }
        if (outcome == null || !outcome.isFinal()) {
            throw new IllegalArgumentException("outcome must be AUTHORIZED, CANCELED, DECLINED, EXPIRED or FAILED");
        }
        if ((outcome == CheckoutStatus.AUTHORIZED) != (paymentTransactionId != null)) {
            throw new IllegalArgumentException("payment_transaction_id is required for AUTHORIZED, and only there");
        }
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("reason is required: who found out what");
        }
        if (reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("reason is longer than " + LONGEST_REASON + " characters");
        }
    }
}
