package dev.kassa.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Klarna's events: who hears of each, when each is sent, sent again, or given up (klarna.md, section 7). */
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
    private static final Duration AFTER_THE_END = Duration.ofMinutes(2);
    final Subscriptions subscriptions;
    private final WebhookFaults faults;
    private final Letter.Sender sender;
    final Deliveries deliveries = new Deliveries();
    private final List<Event> events = new ArrayList<>();
    private final List<PaymentRequest> quickCustomers = new ArrayList<>();
    private int callsUnderWay;

    Webhooks(WebhookFaults faults, SandboxSettings settings) {
        this.faults = faults;
        WebhookSettings from = settings.webhook().orElseGet(WebhookSettings::demo);
        this.sender = new Letter.Sender(from.recipientAccount(), from.environment());
        this.subscriptions =
                new Subscriptions(settings.webhook(), settings.clock().instant());
    }

    void stateChanged(PaymentRequest request, Instant at) {
        Event event = Event.stateChanged(request, at);
        boolean isNew = request.state == RequestState.SUBMITTED && request.previousState == null;
        if (isNew && faults.isBeforeAnswer(EventType.COMPLETED.text, event.references())) {
            quickCustomers.add(request);
        }
        publish(event, latestEnd(request));
    }

    void authorized(Transaction transaction, @Nullable PaymentRequest request, Instant at) {
        publish(Event.of(EventType.TRANSACTION_AUTHORIZED, transaction, request, at), at);
        if (transaction.captureId() != null) {
            publish(Event.of(EventType.TRANSACTION_CAPTURED, transaction, request, at), at);
        }
    }

    /** When nothing more can come of it, at the latest. */
    private static Instant latestEnd(PaymentRequest request) {
        Instant tokenEnd = request.tokenExpiresAt();
        if (tokenEnd != null) {
            return tokenEnd;
        }
        return request.state.isOpen() ? request.expiresAt.plus(PaymentRequest.TOKEN_LIFE) : request.updatedAt;
    }

    private void publish(Event happened, Instant latestEnd) {
        WebhookFault fault =
                faults.take(happened.type().text, happened.references()).orElse(null);
        Event event = happened.suffering(fault);
        events.add(event);
        List<Webhook> receivers = subscriptions.hearing(event.type());
        if (receivers.isEmpty()) {
            deliveries.note(event, null, unsent(event), event.at(), WebhookDelivery.Outcome.NO_RECEIVER, fault);
        }
        if (WebhookFault.OF_OLDER_ATTEMPT.equals(fault)) {
            receivers.forEach(webhook -> sendOlderAttempts(event, webhook));
        }
        receivers.forEach(webhook -> send(event, webhook, fault, latestEnd));
        deliveries.release(Deliveries.Hold.BEHIND_THE_NEXT, event.paymentRequestId(), event.at());
        if (WebhookFault.REORDERED.equals(fault)) {
            receivers.forEach(webhook ->
                    hold(event, webhook, fault, event.at().plus(HELD_AT_MOST), Deliveries.Hold.BEHIND_THE_NEXT));
        }
        if (event.isEnd()) {
            Instant later = event.at().plus(AFTER_THE_END);
            deliveries.release(Deliveries.Hold.AFTER_THE_END, event.paymentRequestId(), later);
        }
    }

    private void send(Event event, Webhook webhook, @Nullable WebhookFault fault, Instant latestEnd) {
        switch (fault) {
            case null -> enqueue(event, webhook, null, 1, event.at());
            case WebhookFault.Delayed(Duration by) ->
                enqueue(event, webhook, fault, 1, event.at().plus(by));
            case WebhookFault.DelayedToRetry late ->
                enqueue(event, webhook, fault, late.step() + 1, event.at().plus(late.waited()));
            case WebhookFault.FractionDigits _ -> enqueue(event, webhook, fault, 1, event.at());
            case WebhookFault.Plain plain -> send(event, webhook, plain, latestEnd);
        }
    }

    private void send(Event event, Webhook webhook, WebhookFault.Plain fault, Instant latestEnd) {
        switch (fault) {
            case LOST ->
                deliveries.note(
                        event,
                        webhook,
                        Letter.of(event, webhook, sender, fault),
                        event.at(),
                        WebhookDelivery.Outcome.LOST,
                        fault);
            case DOUBLED -> {
                enqueue(event, webhook, fault, 1, event.at());
                enqueue(event, webhook, fault, 1, event.at());
            }
            case REORDERED -> {
                // Held once this event has let go of the one before it.
            }
            case AFTER_THE_END ->
                hold(event, webhook, fault, latestEnd.plus(AFTER_THE_END), Deliveries.Hold.AFTER_THE_END);
            case BEFORE_ANSWER -> hold(event, webhook, fault, event.at(), beforeTheAnswer());
            case OF_OLDER_ATTEMPT,
                    FORGED,
                    UNKNOWN_KEY_ID,
                    SIGNED_OTHER_BYTES,
                    ROTATED_KEY,
                    ODD_WHITESPACE,
                    EXTRA_FIELDS,
                    WRONG_LIVE,
                    WRONG_RECIPIENT,
                    WRONG_SUBJECT,
                    WITHOUT_TOKENS,
                    WITHOUT_OPTIONAL_FIELDS,
                    ODD_EVENT_ID,
                    UNKNOWN_EVENT_TYPE -> enqueue(event, webhook, fault, 1, event.at());
        }
    }

    /** What happens by itself, while nobody waits for an answer, is sent as usual. */
    private Deliveries.Hold beforeTheAnswer() {
        return callsUnderWay > 0 ? Deliveries.Hold.BEFORE_THE_ANSWER : Deliveries.Hold.FREE;
    }

    private void sendOlderAttempts(Event event, Webhook webhook) {
        events.stream()
                .filter(older -> older.isOfAnOlderAttemptThan(event))
                .forEach(older -> deliveries.add(
                        older,
                        webhook,
                        Letter.of(older, webhook, sender, null),
                        1,
                        event.at(),
                        Deliveries.Hold.FREE,
                        WebhookFault.OF_OLDER_ATTEMPT));
    }

    private void enqueue(Event event, Webhook webhook, @Nullable WebhookFault fault, int attempt, Instant dueAt) {
        Letter letter = Letter.of(event, webhook, sender, fault);
        deliveries.add(event, webhook, letter, attempt, dueAt, Deliveries.Hold.FREE, fault);
    }

    private void hold(Event event, Webhook webhook, @Nullable WebhookFault fault, Instant until, Deliveries.Hold hold) {
        deliveries.add(event, webhook, Letter.of(event, webhook, sender, fault), 1, until, hold, fault);
    }

    private Letter unsent(Event event) {
        Subscriptions nobody = new Subscriptions(Optional.of(WebhookSettings.demo()), event.at());
        return Letter.of(event, nobody.webhooks().iterator().next(), sender, null);
    }

    /** Notes how a try ended ({@code status} 0: no answer) and plans the next where it failed. */
    void ended(Deliveries.Pending sent, WebhookDelivery.Outcome outcome, int status, Instant now) {
        deliveries.ended(sent, outcome, status, now);
        boolean failed = outcome == WebhookDelivery.Outcome.REFUSED || outcome == WebhookDelivery.Outcome.UNREACHABLE;
        if (failed && sent.attempt() <= WAITS.size()) {
            deliveries.again(sent, now.plus(WAITS.get(sent.attempt() - 1)));
        }
    }

    /** Where a try goes now; nothing where its webhook is disabled or gone. */
    Optional<URI> urlOf(Deliveries.Pending next) {
        return subscriptions
                .find(next.webhookId())
                .filter(webhook -> webhook.status() == Webhook.Status.ENABLED)
                .map(Webhook::url);
    }

    /** Sends an event once more, from the start of the schedule and without its fault; false where it is unknown. */
    boolean resend(String eventId, Instant now) {
        Optional<Event> event =
                events.stream().filter(known -> known.id().equals(eventId)).findFirst();
        event.ifPresent(
                found -> subscriptions.hearing(found.type()).forEach(webhook -> enqueue(found, webhook, null, 1, now)));
        return event.isPresent();
    }

    /** Sends a sample to one webhook. */
    void simulate(EventType type, Webhook webhook, String account, Instant at) {
        Event happened = Event.simulated(type, account, at);
        WebhookFault fault = faults.take(type.text, happened.references()).orElse(null);
        Event event = happened.suffering(fault);
        events.add(event);
        send(event, webhook, fault, at);
        if (WebhookFault.REORDERED.equals(fault)) {
            hold(event, webhook, fault, at.plus(HELD_AT_MOST), Deliveries.Hold.BEHIND_THE_NEXT);
        }
    }

    void keep(Memory memory) {
        memory.keep(new Kept.Appended<>(
                "event",
                count -> List.copyOf(events.subList(count, events.size())),
                json -> KeptJson.decoded(json, Event.class),
                events::add));
        deliveries.keep(memory);
    }

    void target(URI url, Instant now) {
        subscriptions.target(url, now);
    }

    /** Another key for the webhook that was registered at the start, also for the tries that are still to come. */
    void sign(String keyId, String key, Instant now) {
        deliveries.sign(subscriptions.sign(keyId, key, now));
    }

    void callBegins() {
        callsUnderWay++;
    }

    void callEnds() {
        callsUnderWay--;
    }

    /** The Payment Requests whose customers are quicker than the answer that tells of them. */
    List<PaymentRequest> takeQuickCustomers() {
        List<PaymentRequest> taken = List.copyOf(quickCustomers);
        quickCustomers.clear();
        return taken;
    }

    Stream<Instant> due() {
        return deliveries.due();
    }

    /** The tries that were made, then those to come. */
    List<WebhookDelivery> deliveries() {
        return deliveries.list();
    }
}
