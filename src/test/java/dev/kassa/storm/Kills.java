package dev.kassa.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ends processes by SIGKILL and starts them again. Two may be away together, each of them once at a time. */
final class Kills implements AutoCloseable {
    /** In milliseconds: what has just been done is being worked on. */
    private static final int SOON_AFTER = 500;
    /** So long each lives at least, or nothing would ever be done where a start takes long. */
    private static final Duration LIFE = Duration.ofSeconds(7);

    private final LiveWorld world;
    private final Consumer<String> says;
    private final List<ScheduledExecutorService> killers = new ArrayList<>();
    private volatile Instant began = Instant.EPOCH;
    /** How often each was killed so far. */
    final Map<LiveWorld.Victim, Integer> done = new ConcurrentSkipListMap<>();

    Kills(LiveWorld world, Consumer<String> says) {
        this.world = world;
        this.says = says;
    }

    /**
     * Kills each so often from now on, spread over the time in which something is done, and always just after something was.
     *
     * @param deeds when, from now on
     */
    void plan(Map<LiveWorld.Victim, Integer> kills, NavigableSet<Duration> deeds, SplittableRandom dice) {
        began = Instant.now();
        kills.forEach((victim, times) -> {
            var killer = Executors.newSingleThreadScheduledExecutor();
            killers.add(killer);
            var part = deeds.last().dividedBy(times);
            var moments = new ArrayDeque<Duration>();
            for (int i = 0; i < times; i++) {
                var wish = part.multipliedBy(i).plusMillis(dice.nextLong(part.toMillis()));
                var deed = deeds.floor(wish);
                moments.add((deed == null ? wish : deed).plusMillis(dice.nextLong(SOON_AFTER)));
            }
            next(killer, victim, moments, moments.element());
        });
    }

    private void next(
            ScheduledExecutorService killer, LiveWorld.Victim victim, Queue<Duration> moments, Duration wait) {
        var _ = killer.schedule(() -> kill(killer, victim, moments), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void kill(ScheduledExecutorService killer, LiveWorld.Victim victim, Queue<Duration> moments) {
        moments.remove();
        try {
            world.kill(victim);
            done.merge(victim, 1, Integer::sum);
            world.startAgain(victim);
            says.accept(victim + " killed and back, " + moments.size() + " times left");
        } catch (RuntimeException failure) {
            says.accept(victim + " is not back: " + failure);
        }
        if (moments.isEmpty()) {
            killer.shutdown();
            return;
        }
        var wait = moments.element().minus(Duration.between(began, Instant.now()));
        next(killer, victim, moments, wait.compareTo(LIFE) < 0 ? LIFE : wait);
    }

    boolean areOver() {
        return killers.stream().allMatch(ScheduledExecutorService::isTerminated);
    }

    @Override
    public void close() {
        killers.forEach(ScheduledExecutorService::shutdownNow);
    }
}
