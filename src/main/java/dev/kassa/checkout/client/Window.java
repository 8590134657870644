package dev.kassa.checkout.client;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.ToLongFunction;

/** The time from a beginning until before an end, in whole milliseconds where runs are to be found in it. */
record Window(Instant begin, Instant end) {
    /** More than this are not read at once. */
    static final int MOST = 1000;
    /** How far ahead the first window begins, because clocks differ. */
    static final Duration AHEAD = Duration.ofDays(1);

    private static final Duration FIRST = AHEAD.plusHours(1);
    /** Longer than any retention in use: a window that had to grow so wide takes in all that is left. */
    private static final Duration WIDEST = Duration.ofDays(500);

    private static final int WIDENED = 8;

    /** Whether there is nothing before it. */
    boolean isLast() {
        return begin.equals(Instant.EPOCH);
    }

    /**
     * A window before that end which holds more than the wanted number, or all the rest; but not more than can be read,
     * unless it is a single millisecond.
     *
     * @param count how many runs started within a window
     */
    static Window before(Instant end, int wanted, ToLongFunction<Window> count) {
        for (var width = FIRST; width.compareTo(WIDEST) < 0; width = width.multipliedBy(WIDENED)) {
            var window = new Window(end.minus(width), end);
            long there = count.applyAsLong(window);
            if (there > MOST) {
                return window.narrowed(wanted, count);
            }
            if (there > wanted) {
                return window;
            }
        }
        var rest = new Window(Instant.EPOCH, end);
        return count.applyAsLong(rest) > MOST ? rest.narrowed(wanted, count) : rest;
    }

    /** Halves the search for a beginning. */
    private Window narrowed(int wanted, ToLongFunction<Window> count) {
        var tooEarly = begin.truncatedTo(ChronoUnit.MILLIS);
        var tooLate = end.truncatedTo(ChronoUnit.MILLIS);
        while (Duration.between(tooEarly, tooLate).toMillis() > 1) {
            var middle = tooEarly.plusMillis(Duration.between(tooEarly, tooLate).toMillis() / 2);
            var window = new Window(middle, end);
            long there = count.applyAsLong(window);
            if (there > MOST) {
                tooEarly = middle;
            } else if (there <= wanted) {
                tooLate = middle;
            } else {
                return window;
            }
        }
        return new Window(tooEarly, end);
    }
}
