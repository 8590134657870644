package dev.kassa.klarna;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Klarna's id (a KRN) of the merchant's account, on whose behalf every call is made. Opaque. */
public record PartnerAccountId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PartnerAccountId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PartnerAccountId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
