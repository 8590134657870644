package dev.kassa.checkout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The merchant whose checkout it is, as the configuration names it. */
public record MerchantId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MerchantId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("MerchantId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
