package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.AmendAnswer;
import org.jspecify.annotations.Nullable;

/** How an amendment went. */
public sealed interface AmendmentAnswer {
    /** Klarna has taken the change. */
    record Amended(Checkout checkout) implements AmendmentAnswer {}

    /** Klarna has not answered; the amount that is confirmed in the end is the one that Klarna then reports. */
    record Pending(Checkout checkout) implements AmendmentAnswer {}

    /** The customer is in the Purchase Journey or past it, or another amendment is unanswered: nothing was changed. */
    record NotAmendable(Checkout checkout) implements AmendmentAnswer {}

    /** Klarna refused the change; the checkout goes on unchanged. */
    record Refused(Checkout checkout, @Nullable Refusal refusal) implements AmendmentAnswer {}

    /** What the run said. */
    static AmendmentAnswer of(AmendAnswer answer) {
        return switch (answer.result()) {
            case AMENDED -> new Amended(answer.checkout());
            case UNANSWERED -> new Pending(answer.checkout());
            case NOT_AMENDABLE -> new NotAmendable(answer.checkout());
            case REFUSED -> new Refused(answer.checkout(), answer.refusal());
        };
    }
}
