package dev.kassa.bench;

import java.time.Duration;

/** Says how far it is, and how long the rest takes if it goes on like that. */
final class Progress {
    private final long began = System.nanoTime();
    private final double whole;
    private double done;

    /** @param seconds what all of it is expected to take */
    Progress(double seconds) {
        this.whole = seconds;
    }

    /** A part that was expected to take so long is over. */
    void did(double seconds, String what) {
        done += seconds;
        double took = (System.nanoTime() - began) / 1e9;
        double left = done == 0 ? whole : Math.max(0, (whole - done) * Math.max(1, took / done));
        System.out.printf("%s, %s left  %s%n", clock(took), clock(left), what);
    }

    private static String clock(double seconds) {
        var time = Duration.ofSeconds(Math.round(seconds));
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
