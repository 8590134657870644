package dev.kassa.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a Payment Request around a call, without its caller. A race that could not happen (a customer who
 * approves what is canceled already) leaves the call alone, is used up, and is not in the ledger.
 */
public enum Happening {
    /** The customer enters the Purchase Journey. */
    CUSTOMER_ENTERS,
    /** The customer approves. */
    CUSTOMER_APPROVES,
    /** The customer refuses, or Klarna refuses the customer. */
    CUSTOMER_DECLINES,
    /** The customer leaves the Purchase Journey. */
    CUSTOMER_ABORTS,
    /** Klarna cancels by itself. */
    KLARNA_CANCELS,
    /** The clock stands one second before the request's expiry. */
    REQUEST_IN_ITS_LAST_SECOND,
    /** The clock reaches the request's expiry. */
    REQUEST_EXPIRES,
    /** The clock stands one second before the end of the request's token. */
    TOKEN_IN_ITS_LAST_SECOND,
    /** The clock reaches the end of the request's token. */
    TOKEN_EXPIRES;

    /** It happens to the call's Payment Request just before the call is executed. */
    public Fault justBefore() {
        return Fault.racing(Race.of(this, Race.Moment.JUST_BEFORE));
    }

    /**
     * It happens while the call is under way, with its key and token taken; its events reach the receiver before the
     * answer reaches the caller.
     */
    public Fault during() {
        return Fault.racing(Race.of(this, Race.Moment.DURING));
    }

    /** It happens just after the call was executed, before it is answered. */
    public Fault justAfter() {
        return Fault.racing(Race.of(this, Race.Moment.JUST_AFTER));
    }

    /**
     * Lets it happen.
     *
     * @throws IllegalStateException where it cannot
     */
    void to(PaymentRequest request, Klarna klarna) {
        switch (this) {
            case CUSTOMER_ENTERS -> klarna.decide(request.id, CustomerDecision.Kind.ENTERED);
            case CUSTOMER_APPROVES -> klarna.decide(request.id, CustomerDecision.Kind.APPROVED);
            case CUSTOMER_DECLINES -> klarna.decide(request.id, CustomerDecision.Kind.DECLINED);
            case CUSTOMER_ABORTS -> klarna.decide(request.id, CustomerDecision.Kind.ABORTED);
            case KLARNA_CANCELS -> klarna.decide(request.id, CustomerDecision.Kind.KLARNA_CANCELED);
            case REQUEST_IN_ITS_LAST_SECOND -> klarna.advanceTo(request.expiresAt.minusSeconds(1));
            case REQUEST_EXPIRES -> klarna.advanceTo(request.expiresAt);
            case TOKEN_IN_ITS_LAST_SECOND -> klarna.advanceTo(tokenEnd(request).minusSeconds(1));
            case TOKEN_EXPIRES -> klarna.advanceTo(tokenEnd(request));
        }
    }

    private static Instant tokenEnd(PaymentRequest request) {
        @Nullable Instant end = request.tokenExpiresAt();
        if (end == null) {
            throw new IllegalStateException("The Payment Request has no token");
        }
        return end;
    }
}
