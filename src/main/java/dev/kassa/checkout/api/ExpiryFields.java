package dev.kassa.checkout.api;

import dev.kassa.checkout.client.InteractionWindow;
import dev.kassa.klarna.InteractionExpiry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules of {@code session_timeout} and {@code interaction_expiry}, which start and restart share. */
final class ExpiryFields {
    static final String SESSION_TIMEOUT = "session_timeout";
    static final String INTERACTION_EXPIRY = "interaction_expiry";

    static final String TIMESTAMP = "/interaction_expiry/timestamp";
    static final String OUT_OF_RANGE = "must be more than 15 minutes and at most 48 hours from now";

    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
    private static final Duration LONGEST_SESSION = Duration.ofDays(2);
    private static final int SHORTEST_TEXT = 2;
    private static final int LONGEST_TEXT = 25;

    private ExpiryFields() {}

    /** As it was written, because a default expiry is written so too. */
    static @Nullable String sessionTimeout(Fields fields) {
        var text = fields.text(SESSION_TIMEOUT, SHORTEST_TEXT, LONGEST_TEXT);
        if (text == null) {
            return null;
        }
        var timeout = Durations.duration(text).orElse(null);
        if (timeout == null) {
            return fields.wrong(SESSION_TIMEOUT, "must be an ISO 8601 duration such as PT30M");
        }
        return timeout.compareTo(SHORTEST_SESSION) < 0 || timeout.compareTo(LONGEST_SESSION) > 0
                ? fields.wrong(SESSION_TIMEOUT, "must be from PT1M to PT48H")
                : text;
    }

    /** Whether a timestamp is near enough and far enough is not judged here: of a repeat it is not asked. */
    static @Nullable InteractionExpiry interactionExpiry(Fields fields) {
        var expiry = fields.nested(INTERACTION_EXPIRY);
        if (expiry == null) {
            return null;
        }
        var duration = duration(expiry);
        var timestamp = timestamp(expiry);
        expiry.refuseOthers();
        if (expiry.has("duration") == expiry.has("timestamp")) {
            return expiry.wrong("", "must have exactly one of duration and timestamp");
        }
        return duration == null && timestamp == null ? null : new InteractionExpiry(duration, timestamp);
    }

    /** Whether Klarna would take an expiry now; durations were judged when they were read. */
    static boolean isInRange(InteractionExpiry expiry, Instant now) {
        return expiry.timestamp() == null || InteractionWindow.allows(expiry.timestamp(), now);
    }

    private static @Nullable String duration(Fields expiry) {
        var text = expiry.text("duration", SHORTEST_TEXT, LONGEST_TEXT);
        if (text == null) {
            return null;
        }
        var duration = Durations.duration(text).orElse(null);
        if (duration == null) {
            return expiry.wrong(
                    "duration", "must be an ISO 8601 duration of days, hours, minutes and seconds such as PT30M");
        }
        return InteractionWindow.allows(duration) ? text : expiry.wrong("duration", "must be from PT15M to PT48H");
    }

    private static @Nullable String timestamp(Fields expiry) {
        var text = expiry.text("timestamp", 1, 64);
        return text == null || Durations.isTimestamp(text)
                ? text
                : expiry.wrong("timestamp", "must be an RFC 3339 date-time with zone such as 2026-03-02T09:30:00Z");
    }
}
