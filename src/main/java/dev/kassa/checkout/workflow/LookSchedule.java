package dev.kassa.checkout.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When to look at Klarna while a customer is awaited, in case every webhook is lost.
 *
 * <p>Klarna repeats a webhook after 10 s, 2 min, 15 min and then 3 h, longer than a token lives; so the gap between two
 * looks and one finalization must fit into a token's 60 minutes.
 */
final class LookSchedule {
    private static final List<Duration> FIRST = List.of(Duration.ofMinutes(5), Duration.ofMinutes(15));
    private static final Duration THEN_EVERY = Duration.ofMinutes(20);
    /** Late enough to find a customer of the last minute, early enough that the Payment Request is still there. */
    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);

    private final Instant since;

    LookSchedule(Instant since) {
        this.since = since;
    }

    /** The next instant after {@code now} to wake at: a look, or the session's end where that comes first. */
    Instant next(Instant now, Instant sessionExpiresAt, @Nullable Instant requestExpiresAt) {
        var next = earlier(nextRegular(now), sessionExpiresAt);
        if (requestExpiresAt != null && requestExpiresAt.isBefore(sessionExpiresAt)) {
            var lastLook = requestExpiresAt.minus(BEFORE_EXPIRY);
            return lastLook.isAfter(now) ? earlier(next, lastLook) : next;
        }
        return next;
    }

    private Instant nextRegular(Instant now) {
        for (var first : FIRST) {
            if (since.plus(first).isAfter(now)) {
                return since.plus(first);
            }
        }
        var last = since.plus(FIRST.getLast());
        long gaps = Duration.between(last, now).dividedBy(THEN_EVERY) + 1;
        return last.plus(THEN_EVERY.multipliedBy(gaps));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
