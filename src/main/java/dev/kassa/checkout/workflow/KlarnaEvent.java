package dev.kassa.checkout.workflow;

import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransactionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified notification of Klarna's, as a run hears it. Non-final states are not sent to runs at all.
 *
 * @param paymentRequestReference tells the attempt; absent where Klarna left it out and the id was looked up
 * @param occurredAt Klarna's time; a token's 60 minutes count from here
 * @param sealedToken the token, sealed, bound to the Payment Request's id
 * @param paymentTransactionId with TRANSACTION_AUTHORIZED
 * @param stateReason why Klarna left that state, in its own word; most events have none
 */
public record KlarnaEvent(
        Kind kind,
        @Nullable PaymentRequestId paymentRequestId,
        @Nullable PaymentRequestReference paymentRequestReference,
        Instant occurredAt,
        @Nullable String sealedToken,
        @Nullable PaymentTransactionId paymentTransactionId,
        @Nullable String stateReason) {

    /** That there is such a Payment Request, and nothing of how it stands. */
    PaymentRequest asHint(PaymentRequestId id) {
        return new PaymentRequest(
                id, paymentRequestReference, PaymentRequestState.UNKNOWN, null, null, null, null, null, null, null);
    }

    /** The Payment Request as this event leaves it; what the event does not say is left open. */
    PaymentRequest asPaymentRequest(PaymentRequestId id) {
        return new PaymentRequest(
                id, paymentRequestReference, state(), stateReason, null, null, null, null, null, occurredAt);
    }

    private PaymentRequestState state() {
        return switch (kind) {
            case REQUEST_COMPLETED -> PaymentRequestState.COMPLETED;
            case REQUEST_DECLINED -> PaymentRequestState.DECLINED;
            case REQUEST_EXPIRED -> PaymentRequestState.EXPIRED;
            case REQUEST_CANCELED -> PaymentRequestState.CANCELED;
            case TRANSACTION_AUTHORIZED -> throw new IllegalStateException("tells of a transaction");
        };
    }

    /** What Klarna said. */
    public enum Kind {
        REQUEST_COMPLETED,
        REQUEST_DECLINED,
        REQUEST_EXPIRED,
        REQUEST_CANCELED,
        TRANSACTION_AUTHORIZED
    }
}
