package dev.kassa.runtime;

import dev.kassa.operations.TemporalStanding;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the workers as soon as Temporal is there, be it now or in an hour, and stops them after the web server.
 *
 * <p>Meanwhile the service is up, its readiness DOWN, and Klarna's notifications get 503. While Temporal is away later
 * the workers rest: each vain poll doubles the SDK's pause before the next, up to a minute, and nothing but a good poll
 * shortens it. Workers that rested are back within seconds.
 */
final class TemporalLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TemporalLifecycle.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int TRIES_PER_WORD = 30;

    /** One answer may be lost on a busy machine; more than two would let the SDK's pauses grow to several seconds. */
    private static final int AWAY_AFTER = 2;

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Supplier<TemporalStanding> temporal;
    private final String target;
    private final boolean live;
    private final Workers workers;
    private final Runnable exit;
    private volatile @Nullable Thread watching;
    private volatile boolean running;

    /** What is to run once Temporal is there. */
    interface Workers {
        /** Whether they run now; false where Temporal went away again meanwhile. */
        boolean start();

        /** Until they go on, they ask Temporal for nothing. */
        void rest();

        /** After a rest, or in spite of none. */
        void goOn();

        /** Stops them, after what they are at, but not longer than the limit. */
        void stop(Duration limit);
    }

    /**
     * @param temporal asks how it stands, in a bounded time
     * @param live whether real money moves, so that a namespace that forgets too early is refused
     * @param exit ends the process, where the refusal comes only after the start
     */
    TemporalLifecycle(
            Supplier<TemporalStanding> temporal, String target, boolean live, Workers workers, Runnable exit) {
        this.temporal = temporal;
        this.target = target;
        this.live = live;
        this.workers = workers;
        this.exit = exit;
    }

    @Override
    public void start() {
        running = true;
        boolean begun = begun(temporal.get());
        if (!begun) {
            log.warn("Temporal at {} is away. Kassa waits for it; until then readiness is DOWN.", target);
        }
        watching = Thread.ofVirtual().name("kassa-watches-temporal").start(() -> watch(begun));
    }

    private void watch(boolean begun) {
        boolean waits = !begun;
        while (running) {
            try {
                if (waits) {
                    waitForTemporal();
                    waits = false;
                }
                restWhileItIsAway();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (InvalidPropertiesException refused) {
                log.error(
                        "Kassa ends: {} {}.",
                        refused.faults().getFirst().property(),
                        refused.faults().getFirst().fault());
                exit.run();
                return;
            } catch (RuntimeException unexpected) {
                // If nobody looked any more, workers that rest would rest for ever.
                log.error("Kassa could not follow how Temporal at {} stands, and tries again.", target, unexpected);
            }
        }
    }

    private void waitForTemporal() throws InterruptedException {
        for (int tries = 1; running; tries++) {
            Thread.sleep(BETWEEN_TRIES);
            TemporalStanding standing = temporal.get();
            if (begun(standing)) {
                log.info("Temporal at {} is there. Kassa goes on.", target);
                return;
            }
            sayItIsAway(standing, tries);
        }
    }

    private void restWhileItIsAway() throws InterruptedException {
        int away = 0;
        while (running) {
            Thread.sleep(BETWEEN_TRIES);
            TemporalStanding standing = temporal.get();
            switch (standing) {
                case TemporalStanding.Reachable _ -> {
                    if (away >= AWAY_AFTER) {
                        log.info("Temporal at {} is there again. Kassa goes on.", target);
                    }
                    workers.goOn();
                    away = 0;
                }
                case TemporalStanding.Away gone -> {
                    away++;
                    if (away == AWAY_AFTER) {
                        log.warn("Temporal at {} is away: {}. Kassa waits for it.", target, gone.why());
                        workers.rest();
                    }
                    sayItIsAway(standing, away);
                }
            }
        }
    }

    private void sayItIsAway(TemporalStanding standing, int tries) {
        if (tries % TRIES_PER_WORD == 0 && standing instanceof TemporalStanding.Away away) {
            log.warn("Temporal at {} is still away: {}.", target, away.why());
        }
    }

    private boolean begun(TemporalStanding standing) {
        return switch (standing) {
            case TemporalStanding.Away _ -> false;
            case TemporalStanding.Reachable reachable -> {
                judgeRetention(reachable);
                yield workers.start();
            }
        };
    }

    private void judgeRetention(TemporalStanding.Reachable reachable) {
        if (!reachable.forgetsTooEarly()) {
            return;
        }
        String fault = "names a namespace that forgets closed checkouts after "
                + reachable.retention().map(Duration::toDays).orElse(0L)
                + " days; at least 8 are needed, 30 are advised";
        if (live) {
            throw new InvalidPropertiesException(List.of(new PropertyFault("spring.temporal.namespace", fault)));
        }
        log.warn("spring.temporal.namespace {}.", fault);
    }

    @Override
    public void stop() {
        running = false;
        Thread watcher = watching;
        if (watcher != null) {
            watcher.interrupt();
        }
        workers.stop(DRAIN);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Low, so that it starts before and stops after the web server: a request in flight needs its worker. */
    @Override
    public int getPhase() {
        return 0;
    }
}
