package dev.kassa.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code proof/storm} runs: {@code blow} blows shards of a storm one after the other, {@code sum} adds up what shards came
 * to. Shards know nothing of each other but the seed that they come from.
 */
final class StormCommand {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final int BROKEN = 2;

    private StormCommand() {}

    /** {@code blow} seed folder checkouts long kills shard…, or {@code sum} folder. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        var words = List.of(arguments);
        int status = BROKEN;
        try {
            status = switch (words.getFirst()) {
                case "blow" -> blow(words.subList(1, words.size()));
                case "sum" -> sum(Path.of(words.get(1)));
                default -> throw new IllegalArgumentException("blow or sum, not " + words.getFirst());
            };
        } catch (IOException | RuntimeException broken) {
            LoggerFactory.getLogger(StormCommand.class).error("It broke off", broken);
        }
        // The test server's threads would keep the process alive.
        System.exit(status);
    }

    private static int blow(List<String> words) throws IOException {
        long master = Long.parseLong(words.get(0));
        var folder = Path.of(words.get(1));
        var size = new Size(
                Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)), Integer.parseInt(words.get(4)));
        Files.createDirectories(folder);
        boolean isClean = true;
        for (var shard : words.subList(5, words.size())) {
            isClean &= blow(master, Integer.parseInt(shard), size, folder);
        }
        return isClean ? 0 : 1;
    }

    private static boolean blow(long master, int shard, Size size, Path folder) throws IOException {
        var progress = folder.resolve("shard-" + shard + ".progress");
        var report = Storm.report(seed(master, shard), size, done -> write(progress, "%.3f\n".formatted(done)));
        // Whole or not at all: who looks for finished shards must not find half of one.
        var unfinished = folder.resolve("shard-" + shard + ".part");
        write(unfinished, JSON.writeValueAsString(report));
        Files.move(
                unfinished,
                folder.resolve("shard-" + shard + ".json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(progress);
        System.out.println("shard " + shard + ": " + report.printed());
        return report.violations().isEmpty();
    }

    private static long seed(long master, int shard) {
        return new SplittableRandom(master * 1_000_003 + shard).nextLong() >>> 20;
    }

    private static int sum(Path folder) throws IOException {
        List<Report> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                all.add(JSON.readValue(Files.readString(file), Report.class));
            }
        }
        var sum = all.stream().reduce(Report::and).orElseThrow();
        System.out.println(sum.printed());
        return sum.violations().isEmpty() ? 0 : 1;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
