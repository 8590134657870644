package dev.kassa.checkout.inbox;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.webhook.NotDurableException;
import dev.kassa.klarna.webhook.Notification;
import dev.kassa.klarna.webhook.NotificationSink;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Hands what Klarna said to the run it concerns, durably: returning means that Temporal has it.
 *
 * <p>Says nothing of whether it fits the run's attempt; that is the run's to judge. Thread-safe.
 */
public final class CheckoutInbox implements NotificationSink {
    private static final Logger log = LoggerFactory.getLogger(CheckoutInbox.class);

    private final CheckoutRuns runs;
    private final TokenSeal seal;
    private final MeterRegistry meters;
    private final Duration echoPause;
    private final DeliveredEvents delivered = new DeliveredEvents();

    /**
     * @param seal closes the token before it enters a signal, bound to its Payment Request's id
     * @param echoPause how long an event waits that mostly tells of what a run has just done itself; a second or two
     */
    public CheckoutInbox(CheckoutRuns runs, TokenSeal seal, MeterRegistry meters, Duration echoPause) {
        this.runs = runs;
        this.seal = seal;
        this.meters = meters;
        this.echoPause = echoPause;
    }

    @Override
    public void accept(Notification notification) throws NotDurableException {
        var kind = kindForRuns(notification);
        if (kind.isEmpty()) {
            count("ignored");
        } else if (delivered.contains(notification.eventId())) {
            count("duplicate");
        } else {
            deliver(notification, kind.get());
        }
    }

    private void deliver(Notification notification, KlarnaEvent.Kind kind) throws NotDurableException {
        var attempt = attemptOf(notification);
        var checkout = attempt.isPresent() ? attempt.map(AttemptReferences::checkoutId) : lookUp(notification);
        if (checkout.isEmpty()) {
            count("unknown");
            line(Level.WARN, notification.eventId())
                    .log("Klarna's event {} concerns no checkout of ours", notification.eventId());
            return;
        }
        // As Temporal's SDK names it while a checkout is worked on: one field finds every line of it.
        try (var _ = MDC.putCloseable("WorkflowId", checkout.get().value())) {
            var reference =
                    attempt.map(AttemptReferences::paymentRequestReference).orElse(null);
            signal(checkout.get(), event(notification, kind, reference), notification);
        }
    }

    private void signal(CheckoutId checkout, KlarnaEvent event, Notification notification) throws NotDurableException {
        if (isEcho(event.kind())) {
            pause();
        }
        var id = notification.eventId();
        switch (runs.signal(checkout, event)) {
            case DURABLE -> {
                delivered.add(id);
                count("delivered");
                line(Level.INFO, id).log("Klarna's event {} ({}) was handed on", id, event.kind());
            }
            case PAID -> {
                count("after_payment");
                line(Level.INFO, id).log("Klarna's event {} ({}) came after the payment", id, event.kind());
            }
            case RECOVERED -> {
                delivered.add(id);
                count("late_completion");
                line(Level.WARN, id)
                        .log(
                                "Klarna's event {} ({}) came after the end of checkout {}; a recovery run goes into it",
                                id,
                                event.kind(),
                                checkout);
            }
            case ENDED -> {
                count("late");
                line(Level.WARN, id)
                        .log("Klarna's event {} ({}) came after the end of checkout {}", id, event.kind(), checkout);
            }
            case UNKNOWN -> {
                count("unknown");
                line(Level.WARN, id)
                        .log(
                                "Klarna's event {} ({}) names checkout {}, which nobody knows",
                                id,
                                event.kind(),
                                checkout);
            }
        }
    }

    private static LoggingEventBuilder line(Level level, String eventId) {
        return log.atLevel(level).addKeyValue("klarna_event_id", eventId);
    }

    /**
     * Whether the run itself most likely caused this, by its final authorization or its cancel. Such an event comes while
     * the run's last workflow task is still under way; as a signal it would undo that task, and the call to Klarna would
     * be made again. A moment later the run has ended and needs no signal.
     */
    private static boolean isEcho(KlarnaEvent.Kind kind) {
        return switch (kind) {
            case TRANSACTION_AUTHORIZED, REQUEST_CANCELED -> true;
            case REQUEST_COMPLETED, REQUEST_DECLINED, REQUEST_EXPIRED -> false;
        };
    }

    private void pause() throws NotDurableException {
        try {
            Thread.sleep(echoPause);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new NotDurableException("this process is stopping", stopping);
        }
    }

    /** Final states wake a run, and the money; SUBMITTED and IN_PROGRESS would only fill its history. */
    private static Optional<KlarnaEvent.Kind> kindForRuns(Notification notification) {
        return switch (notification.kind()) {
            case REQUEST_COMPLETED -> Optional.of(KlarnaEvent.Kind.REQUEST_COMPLETED);
            case REQUEST_DECLINED -> Optional.of(KlarnaEvent.Kind.REQUEST_DECLINED);
            case REQUEST_EXPIRED -> Optional.of(KlarnaEvent.Kind.REQUEST_EXPIRED);
            case REQUEST_CANCELED -> Optional.of(KlarnaEvent.Kind.REQUEST_CANCELED);
            case TRANSACTION_AUTHORIZED -> Optional.of(KlarnaEvent.Kind.TRANSACTION_AUTHORIZED);
            case REQUEST_SUBMITTED, REQUEST_IN_PROGRESS, OTHER -> Optional.empty();
        };
    }

    private static Optional<AttemptReferences> attemptOf(Notification notification) {
        var request =
                Optional.ofNullable(notification.paymentRequestReference()).flatMap(AttemptReferences::of);
        return request.isPresent()
                ? request
                : Optional.ofNullable(notification.paymentTransactionReference())
                        .flatMap(AttemptReferences::of);
    }

    /** Only where Klarna left the references out: one that is none of ours names somebody else's payment. */
    private Optional<CheckoutId> lookUp(Notification notification) throws NotDurableException {
        var id = notification.paymentRequestId();
        boolean nameless =
                notification.paymentRequestReference() == null && notification.paymentTransactionReference() == null;
        return nameless && id != null ? runs.find(id) : Optional.empty();
    }

    private KlarnaEvent event(
            Notification notification, KlarnaEvent.Kind kind, @Nullable PaymentRequestReference reference) {
        return new KlarnaEvent(
                kind,
                notification.paymentRequestId(),
                reference,
                notification.occurredAt(),
                sealed(notification),
                notification.paymentTransactionId(),
                notification.stateReason());
    }

    /** Without an id there is nothing to bind the token to; the run then reads it. */
    private @Nullable String sealed(Notification notification) {
        PaymentToken token = notification.paymentToken();
        var boundTo = notification.paymentRequestId();
        return token == null || boundTo == null ? null : seal.seal(token.revealWithKind(), boundTo.value());
    }

    private void count(String what) {
        meters.counter("kassa.webhook." + what).increment();
    }
}
