package dev.kassa.checkout.client;

import static java.util.Objects.requireNonNull;

import dev.kassa.klarna.InteractionExpiry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How near and how far a Payment Request's expiry may be, as Klarna takes it (klarna.md, section 6). */
public final class InteractionWindow {
    public static final Duration SHORTEST = Duration.ofMinutes(15);
    public static final Duration LONGEST = Duration.ofDays(2);

    private InteractionWindow() {}

    /** Whether a duration is inside, both ends included. */
    public static boolean allows(Duration duration) {
        return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
    }

    /** Whether a timestamp (RFC 3339) is inside, seen from now; exactly 15 minutes would be late on arrival. */
    public static boolean allows(String timestamp, Instant now) {
        var expiry = OffsetDateTime.parse(timestamp).toInstant();
        return expiry.isAfter(now.plus(SHORTEST)) && !expiry.isAfter(now.plus(LONGEST));
    }

    /** When a Payment Request that is asked for now is to expire. */
    static Instant end(InteractionExpiry expiry, Instant now) {
        var duration = expiry.duration();
        return duration != null
                ? now.plus(Duration.parse(duration))
                : OffsetDateTime.parse(requireNonNull(expiry.timestamp())).toInstant();
    }

    /** Where the merchant names none: as long as the session, but never shorter than Klarna takes. */
    public static Duration defaultFor(Duration sessionTimeout) {
        return sessionTimeout.compareTo(SHORTEST) < 0 ? SHORTEST : sessionTimeout;
    }
}
