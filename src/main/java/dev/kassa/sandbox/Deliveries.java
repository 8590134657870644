package dev.kassa.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tries that were made, and those to come. */
final class Deliveries {

    private static final Set<Integer> ACCEPTED = Set.of(200, 201, 202, 204);
    private static final Comparator<Pending> BY_TIME =
            Comparator.comparing(Pending::dueAt).thenComparingLong(Pending::sequence);

    private final List<Pending> pending = new ArrayList<>();
    private final List<WebhookDelivery> made = new ArrayList<>();
    private final Set<Lane> inFlight = new HashSet<>();
    // Kept like those to come: nobody knows whether one that was cut off by a kill was received.
    private final List<Pending> underWay = new ArrayList<>();
    private long sequence;

    /** A try that is to come. */
    record Pending(
            Event event,
            String webhookId,
            Letter letter,
            int attempt,
            Instant dueAt,
            long sequence,
            Hold hold,
            @Nullable WebhookFault fault) {

        Lane lane() {
            return new Lane(webhookId, event.paymentRequestId());
        }
    }

    /** Of all tries in a lane only one is under way, so that events keep their order. */
    record Lane(String webhookId, String paymentRequestId) {}

    /** What a try waits for, beside its time. */
    enum Hold {
        FREE,
        BEHIND_THE_NEXT,
        AFTER_THE_END,
        BEFORE_THE_ANSWER
    }

    void add(
            Event event,
            Webhook webhook,
            Letter letter,
            int attempt,
            Instant dueAt,
            Hold hold,
            @Nullable WebhookFault fault) {
        pending.add(new Pending(event, webhook.id(), letter, attempt, dueAt, sequence++, hold, fault));
    }

    /** Lets go of those that wait like that for something of this Payment Request; they fall due at {@code at}. */
    void release(Hold hold, String paymentRequestId, Instant at) {
        List<Pending> held = pending.stream()
                .filter(next ->
                        next.hold() == hold && next.event().paymentRequestId().equals(paymentRequestId))
                .toList();
        for (Pending next : held) {
            pending.remove(next);
            pending.add(new Pending(
                    next.event(),
                    next.webhookId(),
                    next.letter(),
                    next.attempt(),
                    at,
                    sequence++,
                    Hold.FREE,
                    next.fault()));
        }
    }

    /** The next try that is due; none of a lane that has one under way. */
    Optional<Pending> takeDue(Instant now) {
        return take(next ->
                next.hold() != Hold.BEFORE_THE_ANSWER && !next.dueAt().isAfter(now) && !inFlight.contains(next.lane()));
    }

    /** The next try that the answer to a call waits for, whatever else is under way. */
    Optional<Pending> takeBeforeTheAnswer() {
        return take(next -> next.hold() == Hold.BEFORE_THE_ANSWER);
    }

    private Optional<Pending> take(Predicate<Pending> which) {
        Optional<Pending> taken = pending.stream().filter(which).min(BY_TIME);
        taken.ifPresent(next -> {
            pending.remove(next);
            inFlight.add(next.lane());
            underWay.add(next);
        });
        return taken;
    }

    /** Notes how a try ended; {@code status} 0: no answer. */
    void ended(Pending sent, WebhookDelivery.Outcome outcome, int status, Instant now) {
        inFlight.remove(sent.lane());
        underWay.remove(sent);
        made.add(delivery(sent, now, outcome, status));
    }

    /** Plans the next try after one that failed. */
    void again(Pending failed, Instant at) {
        pending.add(new Pending(
                failed.event(),
                failed.webhookId(),
                failed.letter(),
                failed.attempt() + 1,
                at,
                sequence++,
                Hold.FREE,
                failed.fault()));
    }

    /** Has the tries of a webhook that suffer no fault signed by another key. */
    void sign(Webhook webhook) {
        pending.replaceAll(next -> next.fault() != null || !next.webhookId().equals(webhook.id())
                ? next
                : new Pending(
                        next.event(),
                        next.webhookId(),
                        next.letter().signedBy(webhook.key()),
                        next.attempt(),
                        next.dueAt(),
                        next.sequence(),
                        next.hold(),
                        null));
    }

    void note(
            Event event,
            @Nullable Webhook webhook,
            Letter letter,
            Instant at,
            WebhookDelivery.Outcome outcome,
            @Nullable WebhookFault fault) {
        made.add(new WebhookDelivery(
                event.id(),
                event.typeText(),
                event.paymentRequestId(),
                1,
                at,
                outcome,
                0,
                letter.text(),
                webhook == null ? null : webhook.id(),
                webhook == null ? null : letter.key().id(),
                fault == null ? null : fault.name()));
    }

    static WebhookDelivery.Outcome outcome(int status) {
        if (status == 0) {
            return WebhookDelivery.Outcome.UNREACHABLE;
        }
        return ACCEPTED.contains(status) ? WebhookDelivery.Outcome.DELIVERED : WebhookDelivery.Outcome.REFUSED;
    }

    Stream<Instant> due() {
        return pending.stream().map(Pending::dueAt);
    }

    void keep(Memory memory) {
        memory.keep(new Kept.Appended<>(
                "delivery",
                count -> List.copyOf(made.subList(count, made.size())),
                json -> KeptJson.decoded(json, WebhookDelivery.class),
                made::add));
        memory.keep(new Kept.Named<>(
                "pending",
                () -> Stream.concat(pending.stream(), underWay.stream())
                        .collect(Collectors.toMap(Pending::sequence, next -> next)),
                next -> next,
                (_, json) -> {
                    if (!json.isNull()) {
                        Pending next = KeptJson.decoded(json, Pending.class);
                        pending.add(next);
                        sequence = Math.max(sequence, next.sequence() + 1);
                    }
                }));
    }

    /** The tries that were made, then those to come. */
    List<WebhookDelivery> list() {
        Stream<WebhookDelivery> coming = pending.stream()
                .sorted(BY_TIME)
                .map(next -> delivery(next, next.dueAt(), WebhookDelivery.Outcome.PENDING, 0));
        return Stream.concat(made.stream(), coming).toList();
    }

    private static WebhookDelivery delivery(Pending of, Instant at, WebhookDelivery.Outcome outcome, int status) {
        return new WebhookDelivery(
                of.event().id(),
                of.event().typeText(),
                of.event().paymentRequestId(),
                of.attempt(),
                at,
                outcome,
                status,
                of.letter().text(),
                of.webhookId(),
                of.letter().key().id(),
                of.fault() == null ? null : of.fault().name());
    }
}
