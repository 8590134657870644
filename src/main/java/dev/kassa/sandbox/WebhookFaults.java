package dev.kassa.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The failures that events are about to meet, decided when the event comes to be. Each meets at most one. */
public final class WebhookFaults {

    private final Schedule<WebhookFault> schedule = new Schedule<>();

    WebhookFaults() {}

    /** The next events, of whatever type, meet these, one each, in this order. */
    public void next(WebhookFault... faults) {
        for (WebhookFault fault : faults) {
            schedule.add(null, null, 1, fault);
        }
    }

    /** The next events of {@code eventType} meet these, one each, in this order. */
    public void nextOf(String eventType, WebhookFault... faults) {
        for (WebhookFault fault : faults) {
            schedule.add(eventType, null, 1, fault);
        }
    }

    /** Every event meets {@code fault}, until {@link #clear()}. */
    public void all(WebhookFault fault) {
        schedule.add(null, null, Schedule.ALWAYS, fault);
    }

    /** Every event of {@code eventType} meets {@code fault}, until {@link #clear()}. */
    public void allOf(String eventType, WebhookFault fault) {
        schedule.add(eventType, null, Schedule.ALWAYS, fault);
    }

    /**
     * Every event that belongs to {@code reference} meets {@code fault}, until {@link #clear()}: a purchase, Payment
     * Request or transaction reference, or a Payment Request's id.
     */
    public void allFor(String reference, WebhookFault fault) {
        schedule.add(null, reference, Schedule.ALWAYS, fault);
    }

    /** Forgets all of them; events that have met theirs keep it. */
    public void clear() {
        schedule.clear();
    }

    Optional<WebhookFault> take(String eventType, Set<String> references) {
        return schedule.take(eventType, references);
    }

    void add(Optional<String> eventType, Optional<String> reference, int times, WebhookFault fault) {
        schedule.add(eventType.orElse(null), reference.orElse(null), times, fault);
    }

    List<Schedule.Rule<WebhookFault>> rules() {
        return schedule.rules();
    }
}
