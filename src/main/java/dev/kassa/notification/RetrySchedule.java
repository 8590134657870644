package dev.kassa.notification;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the next try comes: quickly at first, then each hour, so that a receiver that was away is told soon after it is
 * back. Standard Webhooks' example ends with steps of a day; a merchant who waits for a payment would not.
 */
final class RetrySchedule {
    static final Duration FOR = Duration.ofDays(3);

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));
    /** A receiver may ask for more patience than that, but not for all of the 72 hours. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(6);
    /** Receivers that many wait for are not to be met by all of them in the same second: a tenth more or less. */
    private static final double SPREAD = 0.2;

    private RetrySchedule() {}

    /**
     * The pause after that many tries.
     *
     * @param asked the answer's Retry-After; makes a pause longer, never shorter
     * @param chance 0 to 1
     */
    static Duration pauseAfter(int tries, @Nullable Duration asked, double chance) {
        var usual = PAUSES.get(Math.min(tries, PAUSES.size()) - 1);
        var spread = Duration.ofMillis((long) (usual.toMillis() * (1 + SPREAD * (chance - 0.5))));
        if (asked == null || asked.compareTo(spread) <= 0) {
            return spread;
        }
        return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }
}
