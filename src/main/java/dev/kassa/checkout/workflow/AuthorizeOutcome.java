package dev.kassa.checkout.workflow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentTransaction;
import org.jspecify.annotations.Nullable;

/** How the first authorize ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "outcome")
public sealed interface AuthorizeOutcome {
    record Approved(
            PaymentTransaction transaction, @Nullable String customerToken) implements AuthorizeOutcome {}

    record Declined() implements AuthorizeOutcome {}

    record StepUp(PaymentRequest paymentRequest) implements AuthorizeOutcome {}

    /** Refused, and surely nothing was executed before. */
    record Refused(Refusal refusal) implements AuthorizeOutcome, Unexecuted {}

    /** Surely nothing was executed, and nothing more will be sent. */
    record NotSent() implements AuthorizeOutcome, Unexecuted {}

    /** Something may have been executed, and Klarna no longer knows the key. */
    record NoAnswer() implements AuthorizeOutcome {}

    /** Klarna's event on the Payment Request or the transaction came before any answer. */
    record Overtaken() implements AuthorizeOutcome {}
}
