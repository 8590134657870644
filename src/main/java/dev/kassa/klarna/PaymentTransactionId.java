package dev.kassa.klarna;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Klarna's id (a KRN) of a Payment Transaction: the money. Opaque. */
public record PaymentTransactionId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PaymentTransactionId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PaymentTransactionId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
