package dev.kassa.klarna.http;

import java.time.Duration;

/**
 * The limits of a call to Klarna.
 *
 * @param connect until the TCP connection stands; shorter than the others, or its failures look like lost answers
 * @param answer from the start of an HTTP exchange to the last byte of its answer
 * @param cancelStep the same for each of the two exchanges, DELETE and GET, that make one cancel
 */
public record Timeouts(Duration connect, Duration answer, Duration cancelStep) {
    /** A quick cancel's two exchanges and two turns, of 1.25 s and a twelfth of 2.5 s each, take about 3 s. */
    private static final int PARTS = 12;

    private static final Duration LONGEST_TURN = Duration.ofMillis(1500);

    public Timeouts {
        if (!connect.isPositive()
                || connect.compareTo(answer) >= 0
                || connect.compareTo(cancelStep) >= 0
                || cancelStep.compareTo(answer) > 0) {
            throw new IllegalArgumentException("timeouts must be: 0 < connect < cancelStep <= answer");
        }
    }

    /** How long an exchange may wait for its turn in a {@link CallBudget}, before its own time begins. */
    Duration turn() {
        var part = answer.dividedBy(PARTS);
        return part.compareTo(LONGEST_TURN) > 0 ? LONGEST_TURN : part;
    }
}
