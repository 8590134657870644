package dev.kassa.checkout.client;

import java.time.Duration;

/**
 * How long one call of ours may take, begun when it is made: 10 s for Temporal, a worker and Klarna together, then two
 * short questions about what came of it. All in all less than 15 s.
 */
final class CallTime {
    private static final Duration KLARNA = Duration.ofSeconds(10);
    private static final Duration QUESTION = Duration.ofSeconds(5);
    private static final Duration LAST_QUESTION = Duration.ofMillis(1500);
    private static final Duration LEAST = Duration.ofMillis(100);

    private final long begun = System.nanoTime();

    /** What is left of the 10 s. */
    Duration forKlarna() {
        var left = KLARNA.minusNanos(System.nanoTime() - begun);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    boolean isOver() {
        return System.nanoTime() - begun >= KLARNA.toNanos();
    }

    /** For a question that comes before. */
    Duration forQuestion() {
        var left = forKlarna();
        return left.compareTo(QUESTION) < 0 ? left : QUESTION;
    }

    /** For each of at most two questions that come after: of the 10 s what is left, and a little where nothing is. */
    Duration forLastQuestion() {
        var left = forQuestion();
        return left.compareTo(LAST_QUESTION) < 0 ? LAST_QUESTION : left;
    }
}
