package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.Refusal;
import org.jspecify.annotations.Nullable;

/** How an amendment ended, with the checkout as it then stands. */
public record AmendAnswer(
        Result result, Checkout checkout, @Nullable Refusal refusal) {
    public enum Result {
        AMENDED,
        /** The customer has entered the Purchase Journey, or the checkout is past it, or another amend is unanswered. */
        NOT_AMENDABLE,
        /** Klarna refused the change itself. */
        REFUSED,
        /** Klarna gave no answer while it could still count; what is confirmed is what Klarna then reports. */
        UNANSWERED
    }
}
