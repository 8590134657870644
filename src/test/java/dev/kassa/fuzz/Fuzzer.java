package dev.kassa.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Feeds one parser from its seeds and its corpus on, for so long; keeps what brings an answer not seen before. */
final class Fuzzer {
    /** Committed: what was once found, and what leads far into a parser. */
    static final Path CORPUS = Path.of("src/test/resources/fuzz");

    /** Of one input, in this thread alone: a busy machine makes it no longer. Inputs have at most 80 KiB. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final long MOST_MEMORY = 256L << 20;
    private static final int LARGEST_POOL = 2000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Target target;
    private final Mutator mutator;
    private final Random random;
    private final List<byte[]> pool = new ArrayList<>();
    private final Set<String> answers = new HashSet<>();
    private long inputs;

    Fuzzer(Target target, long seed) {
        this.target = target;
        this.mutator = new Mutator(seed);
        this.random = new Random(seed);
    }

    /** Input that a parser did not bear. */
    static final class Found extends AssertionError {
        private static final long serialVersionUID = 1L;

        final transient byte[] input;

        Found(Target target, byte[] input, Throwable why) {
            super(target.name() + " did not bear " + printed(input) + ": " + why, why);
            this.input = input;
        }

        private static String printed(byte[] input) {
            var text = new String(input, ISO_8859_1);
            return input.length > 2000
                    ? input.length + " bytes"
                    : text.replaceAll("[^\\x20-\\x7e]", "?") + " = "
                            + HexFormat.of().formatHex(input);
        }
    }

    /** Everything that was kept of earlier runs, each once. */
    void replay() throws IOException {
        for (var seed : target.seeds()) {
            feed(seed);
            pool.add(seed);
        }
        var folder = CORPUS.resolve(target.name());
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (var file : files.sorted().toList()) {
                    var input = Files.readAllBytes(file);
                    feed(input);
                    pool.add(input);
                }
            }
        }
    }

    void run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            step();
        }
    }

    /** The same seed brings the same inputs. */
    void run(int more) {
        for (int done = 0; done < more; done++) {
            step();
        }
    }

    private void step() {
        var input = mutator.mutated(any(), any());
        if (feed(input) && pool.size() < LARGEST_POOL) {
            pool.add(input);
        }
    }

    private byte[] any() {
        return pool.get(random.nextInt(pool.size()));
    }

    /** Answers whether that brought something new. */
    private boolean feed(byte[] input) {
        inputs++;
        var thread = Thread.currentThread().threadId();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long memory = THREADS.getThreadAllocatedBytes(thread);
        String answer;
        try {
            answer = target.take(input.clone());
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError why) {
            throw new Found(target, input, why);
        }
        long took = THREADS.getCurrentThreadCpuTime() - cpu;
        long held = THREADS.getThreadAllocatedBytes(thread) - memory;
        if (took > LONGEST.toNanos() || held > MOST_MEMORY) {
            throw new Found(target, input, new AssertionError(took / 1_000_000 + " ms, " + (held >> 20) + " MiB"));
        }
        return answers.add(answer);
    }

    long inputs() {
        return inputs;
    }

    int answers() {
        return answers.size();
    }
}
