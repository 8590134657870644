package dev.kassa.klarna;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Our own name for a Payment Transaction. */
public record PaymentTransactionReference(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PaymentTransactionReference {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PaymentTransactionReference is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
