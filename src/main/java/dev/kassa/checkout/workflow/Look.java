package dev.kassa.checkout.workflow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kassa.klarna.PaymentRequest;

/** What a look at a Payment Request showed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "look")
public sealed interface Look {
    record Stands(PaymentRequest paymentRequest) implements Look {}

    /** Deleted by Klarna after its expiry. */
    record Gone() implements Look {}
}
