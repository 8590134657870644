package dev.kassa.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/** The command behind {@code proof/fuzz}, which says what its arguments mean. */
public final class FuzzCommand {
    private static final Path FOUND = Path.of("target/fuzz");
    private static final Duration TURN = Duration.ofSeconds(5);

    private FuzzCommand() {}

    /** {@code MINUTES SEED PARSER-OR-all}. */
    public static void main(String[] arguments) throws IOException {
        var targets = Targets.all().stream()
                .filter(target -> arguments[2].equals("all") || target.name().equals(arguments[2]))
                .toList();
        if (targets.isEmpty()) {
            System.err.println(
                    "parsers: " + Targets.all().stream().map(Target::name).toList());
            System.exit(2);
        }
        var all = Duration.ofMinutes(Long.parseLong(arguments[0]));
        long seed = Long.parseLong(arguments[1]);
        long end = System.nanoTime() + all.toNanos();
        int found = 0;
        long inputs = 0;
        for (long round = 0; System.nanoTime() < end; round++) {
            for (var target : targets) {
                if (System.nanoTime() > end) {
                    break;
                }
                var fuzzer = new Fuzzer(target, seed + round);
                try {
                    fuzzer.replay();
                    fuzzer.run(TURN);
                } catch (Fuzzer.Found one) {
                    found++;
                    System.out.println("FOUND with seed " + (seed + round) + ": " + one.getMessage() + "\n  kept in "
                            + keep(target, one.input));
                    one.printStackTrace(System.out);
                }
                inputs += fuzzer.inputs();
                System.out.printf(
                        "round %d, %-16s %,9d inputs, %5d different answers, %d found so far, %d s left%n",
                        round,
                        target.name(),
                        fuzzer.inputs(),
                        fuzzer.answers(),
                        found,
                        Math.max(0, (end - System.nanoTime()) / 1_000_000_000));
            }
        }
        System.out.printf(
                "fuzz: %,d inputs for %d parsers in %d min from seed %d: %d found%n",
                inputs, targets.size(), all.toMinutes(), seed, found);
        System.exit(found == 0 ? 0 : 1);
    }

    private static Path keep(Target target, byte[] input) throws IOException {
        var folder = Files.createDirectories(FOUND.resolve(target.name()));
        return Files.write(folder.resolve(HexFormat.of().toHexDigits(Arrays.hashCode(input))), input);
    }
}
