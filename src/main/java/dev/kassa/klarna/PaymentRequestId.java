package dev.kassa.klarna;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Klarna's id (a KRN) of a Payment Request. Opaque; not always a UUID inside. */
public record PaymentRequestId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PaymentRequestId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PaymentRequestId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
