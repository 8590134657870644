package dev.kassa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the rounds came to: for people a table, for programs a JSON file. */
final class Report {
    /** Checkouts a second at Klarna's busiest, as Klarna has published it; see docs/cost.md. */
    private static final int PEAK = 150;

    private final String server;
    private final int rounds;
    private final int seconds;
    private final Map<String, Map<Integer, Tally>> tallies = new LinkedHashMap<>();
    private final Map<String, List<History>> histories = new LinkedHashMap<>();

    /** What one checkout left at Temporal. */
    private record History(List<String> events, int actions) {}

    Report(String server, int rounds, int seconds) {
        this.server = server;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    Tally tally(String system, int parallel) {
        return tallies.computeIfAbsent(system, _ -> new TreeMap<>()).computeIfAbsent(parallel, _ -> new Tally());
    }

    void history(String system, List<String> events, int actions) {
        histories.computeIfAbsent(system, _ -> new ArrayList<>()).add(new History(events, actions));
    }

    private @Nullable History usual(String system) {
        var all = histories.getOrDefault(system, List.of());
        return all.stream()
                .sorted((one, other) ->
                        Integer.compare(one.events().size(), other.events().size()))
                .skip(all.size() / 2)
                .findFirst()
                .orElse(null);
    }

    void print() {
        System.out.printf("%n%s, %d rounds of %d s each, per checkout%n%n", server, rounds, seconds);
        var line = "%-10s %8s %9s %17s %17s %9s %9s %9s %9s %9s %8s%n";
        System.out.printf(
                line,
                "system",
                "parallel",
                "each s",
                "URL p50/p99 ms",
                "paid p50/p99 ms",
                "service",
                "compiling",
                "Temporal",
                "PostgreSQL",
                "CPU ms",
                "commits");
        tallies.forEach((system, byParallel) -> byParallel.forEach((parallel, tally) -> {
            var figures = tally.figures();
            System.out.printf(
                    line,
                    system,
                    parallel,
                    "%.1f".formatted(figures.perSecond()),
                    "%.1f / %.1f".formatted(figures.startMsP50(), figures.startMsP99()),
                    "%.1f / %.1f".formatted(figures.authorizedMsP50(), figures.authorizedMsP99()),
                    "%.2f".formatted(figures.serviceCpuMs()),
                    "%.2f".formatted(figures.compilingCpuMs()),
                    "%.2f".formatted(figures.temporalCpuMs()),
                    "%.2f".formatted(figures.postgresCpuMs()),
                    "%.2f".formatted(figures.cpuMs()),
                    "%.1f".formatted(figures.postgresCommits()));
        }));
        System.out.println();
        histories.keySet().forEach(this::printHistory);
        ratios().forEach((what, value) -> System.out.printf("%-60s %s%n", what, value));
    }

    private void printHistory(String system) {
        var usual = usual(system);
        if (usual != null) {
            System.out.printf(
                    "%s: %d events, %d actions: %s%n",
                    system, usual.events().size(), usual.actions(), String.join(", ", usual.events()));
        }
    }

    /** Kassa against the others, and what Klarna's peak would take. */
    private Map<String, String> ratios() {
        var ratios = new LinkedHashMap<String, String>();
        var kassa = tallies.getOrDefault("kassa", Map.of());
        kassa.forEach((parallel, tally) -> {
            for (var other : List.of("naive", "jobs", "kassa-gzip")) {
                var others = tallies.getOrDefault(other, Map.of()).get(parallel);
                if (others != null) {
                    ratios.put(
                            "kassa / " + other + " at " + parallel + " parallel",
                            ratio(tally.figures(), others.figures()));
                }
            }
            var figures = tally.figures();
            ratios.put(
                    PEAK + " checkouts a second at the cost of " + parallel + " parallel",
                    "%.1f cores of service, %.1f of Temporal, %.1f of PostgreSQL"
                            .formatted(
                                    PEAK * figures.compiledServiceCpuMs() / 1000,
                                    PEAK * figures.temporalCpuMs() / 1000,
                                    PEAK * figures.postgresCpuMs() / 1000));
        });
        return ratios;
    }

    private static String ratio(Tally.Figures ours, Tally.Figures others) {
        return """
                throughput %.2f, CPU %.2f (service %.2f, Temporal %.2f, with PostgreSQL %.2f), \
                without compilers %.2f (service %.2f), URL p50 %.2f, paid p50 %.2f""".formatted(
                        ours.perSecond() / others.perSecond(),
                        ours.cpuMs() / others.cpuMs(),
                        ours.serviceCpuMs() / others.serviceCpuMs(),
                        ours.temporalCpuMs() / others.temporalCpuMs(),
                        ours.serverCpuMs() / others.serverCpuMs(),
                        ours.compiledCpuMs() / others.compiledCpuMs(),
                        ours.compiledServiceCpuMs() / others.compiledServiceCpuMs(),
                        ours.startMsP50() / others.startMsP50(),
                        ours.authorizedMsP50() / others.authorizedMsP50());
    }

    void write(Path file) throws IOException {
        var systems = new LinkedHashMap<String, Object>();
        tallies.forEach((system, byParallel) -> {
            var figures = new LinkedHashMap<String, Object>();
            byParallel.forEach((parallel, tally) -> figures.put(parallel + "_parallel", tally.figures()));
            var usual = usual(system);
            if (usual != null) {
                figures.put("events", usual.events());
                figures.put("actions", usual.actions());
            }
            systems.put(system, figures);
        });
        var whole = new LinkedHashMap<String, Object>();
        whole.put("server", server);
        whole.put("rounds", rounds);
        whole.put("seconds_per_round", seconds);
        whole.put("processors", Runtime.getRuntime().availableProcessors());
        whole.put("systems", systems);
        whole.put("ratios", ratios());
        Files.createDirectories(
                java.util.Objects.requireNonNull(file.toAbsolutePath().getParent()));
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), whole);
        System.out.println("\n" + file);
    }
}
