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
    private final SequencedMap<CheckoutId, Taken> taken = new LinkedHashMap<>();

    ReturnAllowance(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more is allowed; if so it is counted. An attempt older than one that was seen is allowed none. */
    synchronized boolean take(CheckoutId id, int attempt) {
        var now = clock.instant();
        var before = taken.remove(id);
        boolean allowed = before == null || (before.allows(attempt) && !now.isBefore(before.lastAt.plus(EVERY)));
        taken.put(id, before == null ? new Taken(attempt, 1, now) : allowed ? before.another(attempt, now) : before);
        if (taken.size() > REMEMBERED) {
            taken.pollFirstEntry();
        }
        return allowed;
    }

    private record Taken(int attempt, int times, Instant lastAt) {
        boolean allows(int next) {
            return next > attempt || (next == attempt && times < MOST);
        }

        Taken another(int next, Instant at) {
            return new Taken(next, next == attempt ? times + 1 : 1, at);
        }
    }
}
