package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events that are on their way: when each is sent, sent again, or given up (klarna.md, section 7). */
final class Webhooks {

    /** Klarna's waits after a failed try; they add up, and after the last only a resend helps. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private static final Duration HELD_AT_MOST = Duration.ofMinutes(1);
    private static final Set<Integer> ACCEPTED = Set.of(200, 201, 202, 204);

    private final WebhookFaults faults;
    private final List<Pending> pending = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<WebhookDelivery> made = new ArrayList<>();
    private final Set<String> inFlight = new HashSet<>();
    private @Nullable WebhookSettings settings;
    private long sequence;

    /** A try that is to come. */
    record Pending(Event event, int attempt, Instant dueAt, long sequence, Hold hold) {}

    /** Whether a try waits for the next event of its Payment Request. */
    enum Hold {
        FREE,
        BEHIND_THE_NEXT
    }

    Webhooks(WebhookFaults faults, @Nullable WebhookSettings settings) {
        this.faults = faults;
        this.settings = settings;
    }

    void stateChanged(PaymentRequest request, Instant at) {
        publish(Event.stateChanged(request, at, settings), at);
    }

    void authorized(Transaction transaction, @Nullable PaymentRequest request, Instant at) {
        publish(Event.authorized(transaction, request, at, settings), at);
    }

    private void publish(Event event, Instant at) {
        events.add(event);
        List<Pending> held = pending.stream()
                .filter(other -> other.hold() == Hold.BEHIND_THE_NEXT
                        && other.event().paymentRequestId().equals(event.paymentRequestId()))
                .toList();
        WebhookFault fault = faults.take(event.type(), event.references()).orElse(null);
        switch (fault) {
            case null -> enqueue(event, 1, at);
            case WebhookFault.Delayed(Duration by) -> enqueue(event, 1, at.plus(by));
            case WebhookFault.Plain plain -> {
                switch (plain) {
                    case LOST -> note(event, 1, at, WebhookDelivery.Outcome.LOST, 0);
                    case DOUBLED -> {
                        enqueue(event, 1, at);
                        enqueue(event, 1, at);
                    }
                    case REORDERED ->
                        pending.add(new Pending(event, 1, at.plus(HELD_AT_MOST), sequence++, Hold.BEHIND_THE_NEXT));
                }
            }
        }
        for (Pending waiting : held) {
            pending.remove(waiting);
            enqueue(waiting.event(), waiting.attempt(), at);
        }
    }

    private void enqueue(Event event, int attempt, Instant dueAt) {
        pending.add(new Pending(event, attempt, dueAt, sequence++, Hold.FREE));
    }

    /** The next try that is due; none of a Payment Request that has one in flight, so that events keep their order. */
    Optional<Pending> takeDue(Instant now) {
        Optional<Pending> due = pending.stream()
                .filter(next -> !next.dueAt().isAfter(now)
                        && !inFlight.contains(next.event().paymentRequestId()))
                .min(Comparator.comparing(Pending::dueAt).thenComparingLong(Pending::sequence));
        due.ifPresent(taken -> {
            pending.remove(taken);
            inFlight.add(taken.event().paymentRequestId());
        });
        return due;
    }

    /** Notes how a try ended ({@code status} 0: no answer) and plans the next where it failed. */
    void ended(Pending sent, WebhookDelivery.Outcome outcome, int status, Instant now) {
        inFlight.remove(sent.event().paymentRequestId());
        note(sent.event(), sent.attempt(), now, outcome, status);
        boolean failed = outcome == WebhookDelivery.Outcome.REFUSED || outcome == WebhookDelivery.Outcome.UNREACHABLE;
        if (failed && sent.attempt() <= WAITS.size()) {
            enqueue(sent.event(), sent.attempt() + 1, now.plus(WAITS.get(sent.attempt() - 1)));
        }
    }

    static WebhookDelivery.Outcome outcome(int status) {
        if (status == 0) {
            return WebhookDelivery.Outcome.UNREACHABLE;
        }
        return ACCEPTED.contains(status) ? WebhookDelivery.Outcome.DELIVERED : WebhookDelivery.Outcome.REFUSED;
    }

    /** Sends an event once more, from the start of the schedule; false where it is unknown. */
    boolean resend(String eventId, Instant now) {
        Optional<Event> event =
                events.stream().filter(known -> known.id().equals(eventId)).findFirst();
        event.ifPresent(found -> enqueue(found, 1, now));
        return event.isPresent();
    }

    Stream<Instant> due() {
        return pending.stream().map(Pending::dueAt);
    }

    /** The tries that were made, then those to come. */
    List<WebhookDelivery> deliveries() {
        Stream<WebhookDelivery> coming = pending.stream()
                .sorted(Comparator.comparing(Pending::dueAt).thenComparingLong(Pending::sequence))
                .map(next -> delivery(next.event(), next.attempt(), next.dueAt(), WebhookDelivery.Outcome.PENDING, 0));
        return Stream.concat(made.stream(), coming).toList();
    }

    @Nullable
    WebhookSettings settings() {
        return settings;
    }

    void settings(WebhookSettings others) {
        settings = others;
    }

    private void note(Event event, int attempt, Instant at, WebhookDelivery.Outcome outcome, int status) {
        made.add(delivery(event, attempt, at, outcome, status));
    }

    private static WebhookDelivery delivery(
            Event event, int attempt, Instant at, WebhookDelivery.Outcome outcome, int status) {
        String body = new String(event.body(), StandardCharsets.UTF_8);
        return new WebhookDelivery(
                event.id(), event.type(), event.paymentRequestId(), attempt, at, outcome, status, body);
    }
}
