package dev.kassa.checkout.workflow;

import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionId;
import org.jspecify.annotations.Nullable;

/** What Klarna says of an attempt at this moment, and no more than is asked for; as the inbox hands it on. */
final class Events {
    private Events() {}

    static KlarnaEvent of(RunningCheckout attempt, KlarnaEvent.Kind kind) {
        return of(attempt, kind, null, null);
    }

    static KlarnaEvent paid(RunningCheckout attempt, PaymentTransactionId transaction) {
        return of(attempt, KlarnaEvent.Kind.TRANSACTION_AUTHORIZED, null, transaction);
    }

    /** Completed with a token of the test's own, which Klarna has never heard of. */
    static KlarnaEvent completed(RunningCheckout attempt, PaymentToken token) {
        var sealed = attempt.world()
                .seal
                .seal(token.revealWithKind(), attempt.paymentRequestId().value());
        return of(attempt, KlarnaEvent.Kind.REQUEST_COMPLETED, sealed, null);
    }

    static KlarnaEvent withoutId(KlarnaEvent event) {
        return new KlarnaEvent(
                event.kind(),
                null,
                event.paymentRequestReference(),
                event.occurredAt(),
                event.sealedToken(),
                event.paymentTransactionId(),
                event.stateReason());
    }

    static KlarnaEvent withoutReference(KlarnaEvent event) {
        return new KlarnaEvent(
                event.kind(),
                event.paymentRequestId(),
                null,
                event.occurredAt(),
                event.sealedToken(),
                event.paymentTransactionId(),
                event.stateReason());
    }

    private static KlarnaEvent of(
            RunningCheckout attempt,
            KlarnaEvent.Kind kind,
            @Nullable String sealed,
            @Nullable PaymentTransactionId transaction) {
        return new KlarnaEvent(
                kind,
                attempt.paymentRequestId(),
                attempt.input().references().paymentRequestReference(),
                attempt.world().now(),
                sealed,
                transaction,
                null);
    }
}
