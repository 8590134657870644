package dev.kassa.klarna;

import java.util.Objects;

/**
 * Proof of a customer's approval, spent by the final authorization; lives 60 minutes from completion.
 *
 * <p>Deliberately not a record: nothing prints or serializes its value by accident.
 */
public final class PaymentToken {
    /** Under which of Klarna's two names it came, and so in which header it goes out. */
    public enum Kind {
        /** {@code klarna_network_session_token}, the newer. */
        SESSION_TOKEN,
        /** {@code payment_token}, the older. */
        PAYMENT_TOKEN
    }

    private final Kind kind;
    private final String value;

    public PaymentToken(Kind kind, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a payment token is blank");
        }
        this.kind = kind;
        this.value = value;
    }

    /** Reads what {@link #revealWithKind()} wrote. */
    public static PaymentToken fromRevealed(String revealed) {
        int colon = revealed.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a revealed payment token");
        }
        return new PaymentToken(Kind.valueOf(revealed.substring(0, colon)), revealed.substring(colon + 1));
    }

    public Kind kind() {
        return kind;
    }

    /** The token itself, for the one header it belongs into. */
    public String reveal() {
        return value;
    }

    /** Kind and token in one string, for sealing and for nothing else. */
    public String revealWithKind() {
        return kind + ":" + value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PaymentToken that && kind == that.kind && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value);
    }

    @Override
    public String toString() {
        return kind + ":***";
    }
}
