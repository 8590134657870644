package dev.kassa.checkout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a final status was reached; written in lower case. */
public enum Reason {
    APPROVED,
    DECLINED_BY_KLARNA,
    INTERACTION_EXPIRED,
    SESSION_TIMEOUT,
    MERCHANT_CANCELED,
    OPERATOR_CANCELED,
    KLARNA_CANCELED,
    TOKEN_EXPIRED,
    REFUSED_BY_KLARNA,
    NOT_SENT,
    OUTCOME_UNKNOWN,
    RUN_ENDED,
    RESOLVED_BY_OPERATOR;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Reason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
