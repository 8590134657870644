package dev.kassa.klarna.webhook;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much of Klarna's door is worked on at once. What has not been verified has places of its own, so that a flood of
 * forgeries cannot keep verified notifications from being handed on. Thread-safe.
 */
final class WebhookLane {
    /** Bodies in memory, 64 KiB each at the most. */
    private static final int READ_AT_ONCE = 512;
    /** A flood of Klarna's own: each may wait for Temporal for seconds. */
    private static final int HANDED_ON_AT_ONCE = 256;
    /** With the 9 s of the sink below Klarna's 10 s. */
    private static final Duration TURN = Duration.ofMillis(500);

    private final Semaphore reading;
    private final Semaphore handingOn;

    WebhookLane() {
        this(READ_AT_ONCE, HANDED_ON_AT_ONCE);
    }

    WebhookLane(int readAtOnce, int handedOnAtOnce) {
        this.reading = new Semaphore(readAtOnce);
        this.handingOn = new Semaphore(handedOnAtOnce);
    }

    /** Whether a body may be read and verified now; verifying takes so little that waiting a moment is enough. */
    boolean beginsReading() {
        return taken(reading);
    }

    void endsReading() {
        reading.release();
    }

    boolean beginsHandingOn() {
        return taken(handingOn);
    }

    void endsHandingOn() {
        handingOn.release();
    }

    private static boolean taken(Semaphore places) {
        try {
            return places.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
