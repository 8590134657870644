package dev.kassa.checkout.recovery;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.Recovery.Told;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.PaymentRequestId;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run, after its own attempt had ended unpaid, turned to another one that the customer had completed. It shows in
 * the search attributes alone: an end, and after it UNCONFIRMED once more, with the other Payment Request.
 */
final class Turn {
    private final Runnable atTheTurn;
    private @Nullable CheckoutStatus ended;
    private @Nullable Instant endedAt;
    private @Nullable PaymentRequestId request;
    private boolean operatorCanceled;

    /** @param atTheTurn what was seen before it is of the attempt before */
    Turn(Runnable atTheTurn) {
        this.atTheTurn = atTheTurn;
    }

    void see(HistoryEvent event) {
        operatorCanceled |= event.hasWorkflowExecutionCancelRequestedEventAttributes();
        if (!event.hasUpsertWorkflowSearchAttributesEventAttributes()) {
            return;
        }
        var status = text(event, SearchAttributeKeys.CHECKOUT_STATUS).map(CheckoutStatus::valueOf);
        if (status.filter(CheckoutStatus::isRestartable).isPresent()) {
            ended = status.get();
            var at = event.getEventTime();
            endedAt = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
        } else if (ended != null
                && status.filter(CheckoutStatus.UNCONFIRMED::equals).isPresent()) {
            request = text(event, SearchAttributeKeys.PAYMENT_REQUEST_ID)
                    .map(PaymentRequestId::new)
                    .orElse(null);
            atTheTurn.run();
        }
    }

    private static Optional<String> text(HistoryEvent event, SearchAttributeKey<String> key) {
        var shown = event.getUpsertWorkflowSearchAttributesEventAttributes()
                .getSearchAttributes()
                .getIndexedFieldsMap()
                .get(key.getName());
        return Optional.ofNullable(shown)
                .map(payload ->
                        DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class));
    }

    /** The attempt that it turned to; absent where it did not. */
    @Nullable
    AttemptReferences to(List<KlarnaEvent> heard) {
        return request == null
                ? null
                : heard.stream()
                        .filter(event -> event.kind() == KlarnaEvent.Kind.REQUEST_COMPLETED
                                && request.equals(event.paymentRequestId()))
                        .map(KlarnaEvent::paymentRequestReference)
                        .flatMap(reference -> reference == null
                                ? Optional.<AttemptReferences>empty().stream()
                                : AttemptReferences.of(reference).stream())
                        .findFirst()
                        .orElse(null);
    }

    /** How its own attempt had ended, as the merchant was told; the reason stands nowhere else and follows from the rest. */
    Told told(CheckoutInput input, boolean merchantCanceled) {
        var status = requireNonNull(ended, "no end before the turn");
        var before = input.recovery() == null ? null : input.recovery().told();
        return before != null && before.status() == status
                ? before
                : new Told(status, reason(status, input, merchantCanceled));
    }

    private Reason reason(CheckoutStatus status, CheckoutInput input, boolean merchantCanceled) {
        return switch (status) {
            case CANCELED -> {
                if (merchantCanceled) {
                    yield Reason.MERCHANT_CANCELED;
                }
                yield operatorCanceled ? Reason.OPERATOR_CANCELED : Reason.KLARNA_CANCELED;
            }
            case EXPIRED ->
                requireNonNull(endedAt).isBefore(input.sessionExpiresAt())
                        ? Reason.INTERACTION_EXPIRED
                        : Reason.SESSION_TIMEOUT;
            case DECLINED -> Reason.DECLINED_BY_KLARNA;
            case FAILED -> Reason.REFUSED_BY_KLARNA;
            case AUTHORIZING, AWAITING_CUSTOMER, FINALIZING, CANCELING, UNCONFIRMED, AUTHORIZED ->
                throw new IllegalStateException(status + " is no unpaid end");
        };
    }
}
