package dev.kassa.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What {@code proof/live-storm} runs: one storm in real time, and its verdict as the exit code. */
final class LiveStormCommand {
    private static final int BROKEN = 2;

    private LiveStormCommand() {}

    /** {@code --seed N --checkouts N --kassa N --sandbox N --temporal N --postgres N --allow N}. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        int status = BROKEN;
        try {
            status = blow(options(arguments));
        } catch (IOException | RuntimeException broken) {
            LoggerFactory.getLogger(LiveStormCommand.class).error("It broke off", broken);
        }
        System.exit(status);
    }

    private static Map<String, Long> options(String[] arguments) {
        var values = new HashMap<String, Long>();
        for (int place = 0; place + 1 < arguments.length; place += 2) {
            values.put(arguments[place].substring(2), Long.parseLong(arguments[place + 1]));
        }
        return values;
    }

    private static int blow(Map<String, Long> options) throws IOException {
        long began = System.nanoTime();
        long seed = options.getOrDefault("seed", 1L);
        int checkouts = options.getOrDefault("checkouts", 100L).intValue();
        var kills = new EnumMap<LiveWorld.Victim, Integer>(LiveWorld.Victim.class);
        for (var victim : LiveWorld.Victim.values()) {
            int times = options.getOrDefault(victim.toString(), 0L).intValue();
            if (times > 0) {
                kills.put(victim, times);
            }
        }
        Consumer<String> says = System.out::println;
        LiveStorm.Verdict verdict;
        try (var storm = new LiveStorm(
                seed,
                new LiveStorm.Extent(checkouts, kills, Duration.ofSeconds(options.getOrDefault("allow", 420L))),
                anew(Path.of("target", "live-storm")),
                says)) {
            verdict = storm.blow();
        }
        long seconds = (System.nanoTime() - began) / 1_000_000_000;
        System.out.println(printed(verdict, seed, checkouts, seconds));
        return verdict.violations().isEmpty() ? 0 : 1;
    }

    private static Path anew(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private static String printed(LiveStorm.Verdict verdict, long seed, int checkouts, long seconds) {
        var text = new StringBuilder();
        verdict.violations().forEach(one -> text.append(one).append(System.lineSeparator()));
        text.append("%d calls of Klarna, faults: %s%n".formatted(verdict.calls(), verdict.faults()));
        text.append("ends: %s; answers 500: %d%n".formatted(verdict.ends(), verdict.internalErrors()));
        int faults =
                verdict.faults().values().stream().mapToInt(Integer::intValue).sum();
        text.append("live storm, seed %d: %d checkouts, %d faults of %d kinds, killed %s, %d violations, %d s"
                .formatted(
                        seed,
                        checkouts,
                        faults,
                        verdict.faults().size(),
                        verdict.killed(),
                        verdict.violations().size(),
                        seconds));
        return text.toString();
    }
}
