package dev.kassa.smallworld;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Plays all sequences of so many steps, level by level. A sequence is continued only while its run is open and its last
 * step was possible: after the end nothing reaches the workflow, and what Klarna refuses is as if nobody had tried it.
 * So far fewer runs than sequences decide all of them.
 */
final class Exploration {
    /** More at once, and the test server spends its time looking for its own locks. */
    private static final int BATCH = 100;
    /** The test server forgets nothing. */
    private static final int BATCHES_IN_ONE_WORLD = 8;

    private static final int MOST_WORLDS_LEFT = 100;

    private final int jobs;
    private final Kept kept;
    private final Progress progress;
    private final Ends ends;
    private final List<Played> wrong = new ArrayList<>();
    private final AtomicInteger secrets = new AtomicInteger();
    /** Worlds that had to be left. */
    private final AtomicInteger left = new AtomicInteger();

    private int runs;

    /**
     * @param jobs how many worlds at once
     * @param kept what an earlier exploration has played already
     * @param ends filled with what is reached
     */
    Exploration(int jobs, Kept kept, Progress progress, Ends ends) {
        this.jobs = jobs;
        this.kept = kept;
        this.progress = progress;
        this.ends = ends;
    }

    /** Where played batches are kept, so that an interrupted exploration goes on. */
    interface Kept {
        @Nullable
        List<Played> batch(int level, int number) throws IOException;

        void keep(int level, int number, List<Played> played) throws IOException;

        Kept NOWHERE = new Kept() {
            @Override
            public @Nullable List<Played> batch(int level, int number) {
                return null;
            }

            @Override
            public void keep(int level, int number, List<Played> played) {}
        };
    }

    /** Told after every batch. */
    interface Progress {
        void played(int level, int batches, int of, int sequences);
    }

    List<Played> wrong() {
        return wrong;
    }

    int worldsLeft() {
        return left.get();
    }

    int secrets() {
        return secrets.get();
    }

    int runs() {
        return runs;
    }

    /** All orders of so many steps of an alphabet. */
    void everyOrderOf(int depth, Collection<Step> alphabet) {
        var open = List.of(Sequence.EMPTY);
        for (int level = 1; level <= depth; level++) {
            open = level(open, alphabet);
        }
    }

    /** One level; answers the sequences that can go on. */
    List<Sequence> level(Collection<Sequence> open, Collection<Step> alphabet) {
        var all = Tree.longer(open, alphabet);
        var played = play(all);
        runs += played.size();
        ends.add(played);
        played.stream().filter(one -> !one.wrongs().isEmpty()).forEach(wrong::add);
        return played.stream()
                .filter(one -> one.isOpen() && one.happened())
                .map(Played::sequence)
                .toList();
    }

    private record Numbered(int number, List<Sequence> batch) {}

    private List<Played> play(List<Sequence> level) {
        var batches = Tree.batches(level, BATCH);
        Queue<Numbered> waiting = new ConcurrentLinkedQueue<>();
        for (int number = 0; number < batches.size(); number++) {
            waiting.add(new Numbered(number, batches.get(number)));
        }
        var done = new ConcurrentLinkedQueue<Played>();
        var count = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(jobs)) {
            var workers = new ArrayList<Future<?>>();
            for (int job = 0; job < jobs; job++) {
                workers.add(threads.submit(() -> {
                    while (!waiting.isEmpty()) {
                        inOneWorld(
                                waiting,
                                done,
                                () -> progress.played(
                                        level.getFirst().steps().size(),
                                        count.incrementAndGet(),
                                        batches.size(),
                                        done.size()));
                    }
                    return null;
                }));
            }
            for (var worker : workers) {
                worker.get();
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
        return List.copyOf(done);
    }

    private void inOneWorld(Queue<Numbered> waiting, Collection<Played> done, Runnable afterEach) throws IOException {
        var world = new SmallWorld();
        try (world) {
            for (int played = 0; played < BATCHES_IN_ONE_WORLD; ) {
                var next = waiting.poll();
                if (next == null) {
                    break;
                }
                int level = next.batch.getFirst().steps().size();
                var before = kept.batch(level, next.number);
                if (before == null) {
                    try {
                        before = world.play(next.batch);
                    } catch (SmallWorld.TimeStandsStillException leaveThisWorld) {
                        if (left.incrementAndGet() > MOST_WORLDS_LEFT) {
                            throw leaveThisWorld;
                        }
                        waiting.add(next);
                        return;
                    }
                    kept.keep(level, next.number, before);
                    played++;
                }
                done.addAll(requireNonNull(before));
                afterEach.run();
            }
        } finally {
            secrets.addAndGet(world.converter.found());
        }
    }
}
