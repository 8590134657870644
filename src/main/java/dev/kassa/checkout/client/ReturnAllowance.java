package dev.kassa.checkout.client;

import dev.kassa.checkout.CheckoutId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** How often a returning customer may cause a read: once in 10 s, and 50 times per attempt. Counted in this process. */
final class ReturnAllowance {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int MOST = 50;

    /** The oldest are forgotten; whoever would make use of that needs this many valid return keys. */
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final SequencedMap<Attempt, Taken> taken = new LinkedHashMap<>();

    ReturnAllowance(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more is allowed; if so it is counted. */
    synchronized boolean take(CheckoutId id, int attempt) {
        var now = clock.instant();
        var key = new Attempt(id, attempt);
        var before = taken.remove(key);
        boolean allowed = before == null || (before.times < MOST && !now.isBefore(before.lastAt.plus(EVERY)));
        taken.put(key, allowed ? new Taken(before == null ? 1 : before.times + 1, now) : before);
        if (taken.size() > REMEMBERED) {
            taken.pollFirstEntry();
        }
        return allowed;
    }

    private record Attempt(CheckoutId id, int attempt) {}

    private record Taken(int times, Instant lastAt) {}
}
