package dev.kassa.smallworld;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/** The command behind {@code proof/small-world}, which says what its arguments mean. */
public final class SmallWorldCommand {
    private final int jobs;
    private final Path state;
    private final long began = System.nanoTime();
    private final Ends ends = new Ends();
    private final List<Played> wrong = new ArrayList<>();
    private int secrets;
    private int runs;
    private int worldsLeft;

    /** @param state where played batches are kept */
    private SmallWorldCommand(int jobs, Path state) {
        this.jobs = jobs;
        this.state = state;
    }

    /** {@code only WORDS}, or {@code all DEPTH DEPTH-WITH-OUTAGE JOBS FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        // The SDK warns of each patient call that was interrupted: here a thousand times.
        ((Logger) LoggerFactory.getLogger("io.temporal")).setLevel(Level.ERROR);
        boolean good = arguments[0].equals("only")
                ? only(Sequence.of(arguments[1]))
                : new SmallWorldCommand(Integer.parseInt(arguments[3]), Path.of(arguments[4]))
                        .all(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        // The test server's threads would live on.
        System.exit(good ? 0 : 1);
    }

    private static boolean only(Sequence sequence) {
        try (var world = new SmallWorld()) {
            var played = world.play(List.of(sequence)).getFirst();
            System.out.print(world.story());
            System.out.println(
                    sequence + ": " + played.end() + (played.happened() ? "" : "; its last step was impossible"));
            played.wrongs().forEach(wrong -> System.out.println("WRONG: " + wrong));
            return played.wrongs().isEmpty();
        }
    }

    private boolean all(int depth, int outageDepth) throws IOException {
        explore("usual", depth, Step.USUAL);
        explore("outage", outageDepth, Step.OUTAGE);
        System.out.print(ends.printed());
        var differences = ends.differences(Ends.list(), true);
        differences.forEach(difference -> System.out.println("END " + difference));
        for (var played : wrong) {
            System.out.printf(
                    "WRONG %s: %s, %s; again: proof/small-world --only \"%s\"%n",
                    played.sequence(), played.end(), String.join("; ", played.wrongs()), played.sequence());
        }
        System.out.printf(
                "small world: %,d sequences (%d of %d, and %d of %d with an outage) decided by %,d runs: %d ends,"
                        + " %d of them lost or new; %d wrong; %d tokens in the clear;"
                        + " %d worlds left because their time stood still; %s%n",
                sequences(depth, Step.USUAL) + sequences(outageDepth, Step.OUTAGE),
                depth,
                Step.USUAL.size(),
                outageDepth,
                Step.OUTAGE.size(),
                runs,
                ends.count(),
                differences.size(),
                wrong.size(),
                secrets,
                worldsLeft,
                since(began));
        return wrong.isEmpty() && secrets == 0 && differences.isEmpty();
    }

    private void explore(String name, int depth, Set<Step> alphabet) {
        var exploration = new Exploration(
                jobs, new KeptInFiles(state.resolve(name)), new Told(name, depth, alphabet.size()), ends);
        exploration.everyOrderOf(depth, alphabet);
        wrong.addAll(exploration.wrong());
        secrets += exploration.secrets();
        runs += exploration.runs();
        worldsLeft += exploration.worldsLeft();
    }

    private static long sequences(int depth, Set<Step> alphabet) {
        int all = alphabet.size();
        return LongStream.rangeClosed(all - depth + 1L, all).reduce(1, (one, other) -> one * other);
    }

    /** One line every five seconds, and one at the end of each level. */
    private static final class Told implements Exploration.Progress {
        private final String name;
        private final int depth;
        private final int letters;
        private long levelBegan = System.nanoTime();
        private long last;

        Told(String name, int depth, int letters) {
            this.name = name;
            this.depth = depth;
            this.letters = letters;
        }

        @Override
        public synchronized void played(int level, int batches, int of, int sequences) {
            long now = System.nanoTime();
            if (now - last < 5_000_000_000L && batches < of) {
                return;
            }
            last = now;
            double perSecond = sequences / ((now - levelBegan) / 1e9);
            double all = (double) sequences * of / batches;
            System.out.printf(
                    "%s, %d of %d steps: %d of about %.0f runs, %.0f/s, %s left in it%s%n",
                    name,
                    level,
                    depth,
                    sequences,
                    all,
                    perSecond,
                    words((all - sequences) / perSecond),
                    later(level, all, perSecond));
            if (batches == of) {
                levelBegan = now;
            }
        }

        /** About half of the runs of a level go on, each with every step that is left. */
        private String later(int level, double runs, double perSecond) {
            double more = 0;
            double next = runs;
            for (int deeper = level + 1; deeper <= depth; deeper++) {
                next = next / 2 * (letters - deeper + 1);
                more += next;
            }
            return level == depth ? "" : ", then about " + words(more / perSecond);
        }
    }

    private static String since(long began) {
        return words((System.nanoTime() - began) / 1e9);
    }

    private static String words(double seconds) {
        var time = Duration.ofSeconds((long) seconds);
        return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
