package dev.kassa.sandbox;

import java.time.Instant;

/**
 * Something that moved a Payment Request without a call of the partner.
 *
 * @param at on the sandbox's clock
 * @param paymentRequestId the request that moved
 * @param kind what happened
 * @param state the request's state after it
 */
public record CustomerDecision(Instant at, String paymentRequestId, Kind kind, RequestState state) {

    /** What happened, and by whom. */
    public enum Kind {
        /** The customer entered the Purchase Journey. */
        ENTERED,
        /** The customer approved. */
        APPROVED,
        /** The customer refused, or Klarna refused the customer. */
        DECLINED,
        /** The customer left: the request is SUBMITTED again. */
        ABORTED,
        /** Klarna canceled the request by itself. */
        KLARNA_CANCELED,
        /** The request's time passed. */
        EXPIRED,
        /** The token of a completed request died, and the request is SUBMITTED again. */
        TOKEN_DIED,
        /** Klarna deleted the request. */
        DELETED
    }
}
