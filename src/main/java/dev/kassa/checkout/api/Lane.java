package dev.kassa.checkout.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** How many requests of one sort are worked on at once; nobody queues for it. Thread-safe. */
final class Lane {
    private final Semaphore places;
    private final int mostOfOne;
    private final Map<String, Integer> inside = new ConcurrentHashMap<>();

    /** @param mostOfOne of the same caller, who could otherwise take all places */
    Lane(int most, int mostOfOne) {
        this.places = new Semaphore(most);
        this.mostOfOne = mostOfOne;
    }

    /** Whether there was a place; who got one gives it back by {@link #leave}. */
    boolean enter(String who) {
        if (!places.tryAcquire()) {
            return false;
        }
        boolean[] entered = {false};
        inside.compute(who, (_, before) -> {
            int others = before == null ? 0 : before;
            entered[0] = others < mostOfOne;
            return entered[0] ? Integer.valueOf(others + 1) : before;
        });
        if (!entered[0]) {
            places.release();
        }
        return entered[0];
    }

    void leave(String who) {
        inside.computeIfPresent(who, (_, before) -> before == 1 ? null : before - 1);
        places.release();
    }
}
