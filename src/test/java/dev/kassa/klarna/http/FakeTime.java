package dev.kassa.klarna.http;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Passes only when it is told to, or slept through; every other sleeper wakes early, as real ones may. */
final class FakeTime implements TimeMeter {
    long now;
    private int sleeps;

    void sleep(long nanos) {
        boolean early = sleeps++ % 2 == 0 && nanos > 1;
        now += early ? nanos / 2 : nanos;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
        return now;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
