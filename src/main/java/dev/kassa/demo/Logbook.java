package dev.kassa.demo;

import dev.kassa.demo.Step.Tone;
import dev.kassa.demo.Step.Who;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nobody else writes down: what the merchant did and heard, where the customer came back, what was switched. */
final class Logbook {
    /** Older ones are forgotten; nobody looks at that many. */
    private static final int MOST = 500;

    private final InstantSource clock;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long written;

    Logbook(InstantSource clock) {
        this.clock = clock;
    }

    /** A step of one checkout, or of all that there are. */
    private record Entry(@Nullable String checkoutId, Step step) {}

    /** Writes down what one did towards another, now. */
    void write(String checkoutId, Who from, Who to, String what, @Nullable String detail, Tone tone) {
        add(checkoutId, from, to, what, detail, tone);
    }

    /** Writes down what an operator did to everybody. */
    void switched(Who whose, String what, Tone tone) {
        add(null, Who.OPERATOR, whose, what, null, tone);
    }

    private synchronized void add(
            @Nullable String checkoutId, Who from, Who to, String what, @Nullable String detail, Tone tone) {
        var step = new Step("log-" + ++written, clock.instant(), from, to, what, detail, tone);
        entries.addLast(new Entry(checkoutId, step));
        if (entries.size() > MOST) {
            entries.removeFirst();
        }
    }

    /** Those of a checkout, and those of all. */
    synchronized List<Step> of(String checkoutId) {
        return entries.stream()
                .filter(entry ->
                        entry.checkoutId() == null || entry.checkoutId().equals(checkoutId))
                .map(Entry::step)
                .toList();
    }
}
