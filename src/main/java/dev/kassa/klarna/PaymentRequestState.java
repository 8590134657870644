package dev.kassa.klarna;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How a Payment Request stands at Klarna. Not monotone: a customer who aborts takes it back to SUBMITTED. */
public enum PaymentRequestState {
    SUBMITTED,
    IN_PROGRESS,
    COMPLETED,
    DECLINED,
    EXPIRED,
    CANCELED,
    /** A word that Klarna did not have when this was written; nothing is concluded from it. */
    UNKNOWN;

    /** Reads Klarna's word; one that is not known gives {@link #UNKNOWN}. */
    @JsonCreator
    public static PaymentRequestState of(String word) {
        for (var state : values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** Whether the customer can no longer approve it, or already has. */
    public boolean isDecided() {
        return switch (this) {
            case COMPLETED, DECLINED, EXPIRED, CANCELED -> true;
            case SUBMITTED, IN_PROGRESS, UNKNOWN -> false;
        };
    }
}
