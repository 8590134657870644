package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;

/** Klarna's answer to an authorize. */
public sealed interface Authorization {
    /** There is a Payment Transaction. */
    record Approved(
            PaymentTransaction transaction, @Nullable String customerToken) implements Authorization {
        @Override
        public String toString() {
            return "Approved[" + transaction.paymentTransactionId() + "]";
        }
    }

    /** Klarna does not lend; the reason is opaque and often absent. */
    record Declined(@Nullable String resultReason) implements Authorization {}

    /** The customer is to approve at Klarna. Undocumented as an answer to the final authorization. */
    record StepUpRequired(PaymentRequest paymentRequest) implements Authorization {}
}
