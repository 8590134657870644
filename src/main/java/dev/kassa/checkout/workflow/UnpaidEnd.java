package dev.kassa.checkout.workflow;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which end a checkout has whose Payment Request is closed and unpaid. */
record UnpaidEnd(CheckoutStatus status, Reason reason) {
    static UnpaidEnd declined() {
        return new UnpaidEnd(CheckoutStatus.DECLINED, Reason.DECLINED_BY_KLARNA);
    }

    /**
     * Klarna says CANCELED.
     *
     * @param stoppedFor why we stopped waiting; absent where nobody here did
     */
    static UnpaidEnd canceled(
            @Nullable Reason stoppedFor, Instant at, @Nullable Instant expiresAt, Instant sessionExpiresAt) {
        if (stoppedFor == Reason.MERCHANT_CANCELED || stoppedFor == Reason.OPERATOR_CANCELED) {
            return new UnpaidEnd(CheckoutStatus.CANCELED, stoppedFor);
        }
        if (stoppedFor == null && at.isBefore(sessionExpiresAt) && (expiresAt == null || at.isBefore(expiresAt))) {
            return new UnpaidEnd(CheckoutStatus.CANCELED, Reason.KLARNA_CANCELED);
        }
        return expired(stoppedFor, at, sessionExpiresAt);
    }

    /** Klarna says EXPIRED, or has deleted it after its expiry. */
    static UnpaidEnd expired(@Nullable Reason stoppedFor, Instant at, Instant sessionExpiresAt) {
        boolean sessionWasOver = stoppedFor == Reason.SESSION_TIMEOUT || !at.isBefore(sessionExpiresAt);
        return new UnpaidEnd(
                CheckoutStatus.EXPIRED, sessionWasOver ? Reason.SESSION_TIMEOUT : Reason.INTERACTION_EXPIRED);
    }
}
