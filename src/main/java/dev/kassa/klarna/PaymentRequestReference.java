package dev.kassa.klarna;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Our own name for a Payment Request, which its webhooks carry. */
public record PaymentRequestReference(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PaymentRequestReference {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PaymentRequestReference is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
