package dev.kassa.checkout.workflow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentTransaction;
import org.jspecify.annotations.Nullable;

/** How a final authorization ended, for now or for ever. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "outcome")
public sealed interface FinalizeOutcome {
    record Approved(
            PaymentTransaction transaction, @Nullable String customerToken) implements FinalizeOutcome {}

    record Declined() implements FinalizeOutcome {}

    /** Refused with the token there is, and surely nothing was executed; the next try is a new intention. */
    record Refused(Refusal refusal, int nextIntention) implements FinalizeOutcome, Unexecuted {}

    /**
     * The webhook's token is refused, and surely nothing was executed; a read shows another one, which is for a new
     * intention, so that a key never has two tokens.
     */
    record AnotherToken(Refusal refusal, int nextIntention) implements FinalizeOutcome, Unexecuted {}

    /** Klarna itself has closed the Payment Request, and surely nothing was executed. */
    record Withdrawn(PaymentRequest paymentRequest) implements FinalizeOutcome, Unexecuted {}

    /** The deadline is past; in doubt where a try may have been executed. */
    record TokenDead(boolean inDoubt) implements FinalizeOutcome, Unexecuted {}

    /** Klarna's event on the transaction came before any answer. */
    record Overtaken() implements FinalizeOutcome {}
}
