package dev.kassa.checkout.workflow;

import java.time.Duration;

/** How long a patient call pauses between its tries: twice as long each time, up to a minute. */
public final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** So long before a deadline the last try is made, however long the pause before it would be. */
    public static final Duration LAST_TRY = Duration.ofSeconds(15);

    /** After so many tries twice as long would be longer than the longest. */
    private static final int DOUBLINGS = 5;

    private Backoff() {}

    /**
     * The pause after a try.
     *
     * @param attempt number of the try; 1 or less is the first
     */
    public static Duration after(int attempt) {
        if (attempt <= 1) {
            return FIRST;
        }
        return attempt > DOUBLINGS ? LONGEST : FIRST.multipliedBy(1L << (attempt - 1));
    }
}
