package dev.kassa.klarna.webhook;

import java.util.Map;

/** What a notification is about, as far as a checkout cares. */
public enum EventKind {
    REQUEST_SUBMITTED,
    REQUEST_IN_PROGRESS,
    REQUEST_COMPLETED,
    REQUEST_EXPIRED,
    REQUEST_CANCELED,
    REQUEST_DECLINED,
    TRANSACTION_AUTHORIZED,
    /** Any other type, known to Klarna or not yet: acknowledged, and nothing follows. */
    OTHER;

    private static final Map<String, EventKind> BY_TYPE = Map.of(
            "payment.request.state-change.submitted", REQUEST_SUBMITTED,
            "payment.request.state-change.in-progress", REQUEST_IN_PROGRESS,
            "payment.request.state-change.completed", REQUEST_COMPLETED,
            "payment.request.state-change.expired", REQUEST_EXPIRED,
            "payment.request.state-change.canceled", REQUEST_CANCELED,
            "payment.request.state-change.declined", REQUEST_DECLINED,
            "payment.transaction.state-change.authorized", TRANSACTION_AUTHORIZED);

    /** Reads Klarna's {@code event_type} (klarna.md, section 7). */
    public static EventKind of(String eventType) {
        return BY_TYPE.getOrDefault(eventType, OTHER);
    }
}
