package dev.kassa.checkout.workflow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentRequest;

/** How an amendment ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "outcome")
public sealed interface UpdateOutcome {
    record Amended(PaymentRequest paymentRequest) implements UpdateOutcome {}

    record Refused(Refusal refusal) implements UpdateOutcome {}

    /** The Payment Request is no longer SUBMITTED, and has not taken the change. */
    record NotAmendable(PaymentRequest paymentRequest) implements UpdateOutcome {}
}
