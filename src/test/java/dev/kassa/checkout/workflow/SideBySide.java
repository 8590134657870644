package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Several stories in one world, each with a checkout of its own, minute by minute until all are over. */
record SideBySide(World world, Map<Matrix.Cell, RunningCheckout> checkouts) {
    /** Minutes in which something happens in a story, besides the first ten and every fifth. */
    private static final Set<Integer> ACTS = Set.of(29, 59, 63);

    SideBySide(World world) {
        this(world, new LinkedHashMap<>());
    }

    void begin(Matrix.Cell cell, RunningCheckout checkout) {
        checkouts.put(cell, checkout);
    }

    /** What happens to one checkout in one minute. */
    @FunctionalInterface
    interface Story {
        void at(int minute, Matrix.Cell cell, RunningCheckout checkout);
    }

    /** Lets all stories happen; checkouts that are open after so many minutes stay so. */
    void play(int longest, Story story) {
        for (int minute = 0; minute < longest && !areAllClosed(minute); minute = next(minute)) {
            for (var each : checkouts.entrySet()) {
                story.at(minute, each.getKey(), each.getValue());
            }
            world.pass(Duration.ofMinutes(next(minute) - minute));
            world.settle();
        }
    }

    private static int next(int minute) {
        int next = minute + 1;
        while (next > 10 && next % 5 != 0 && !ACTS.contains(next)) {
            next++;
        }
        return next;
    }

    private boolean areAllClosed(int minute) {
        return minute % 5 == 0 && checkouts.values().stream().allMatch(RunningCheckout::isClosed);
    }

    /** Each end, judged by the ledger. */
    Map<Matrix.Cell, String> judged() {
        var ends = new LinkedHashMap<Matrix.Cell, String>();
        checkouts.forEach((cell, checkout) -> ends.put(cell, MatrixRun.judged(world, checkout, end(checkout))));
        return ends;
    }

    private static Checkout end(RunningCheckout checkout) {
        return checkout.isClosed() ? checkout.ended() : checkout.now();
    }
}
