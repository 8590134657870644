package dev.kassa.storm;

import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a storm was and came to; of one shard, or the sum of several.
 *
 * @param broken runs that the test server left unable to go on
 * @param seconds of real time, added up where there are several
 * @param cpuSeconds that the process took of all cores meanwhile
 */
record Report(
        List<Long> seeds,
        int checkouts,
        double years,
        long calls,
        long reads,
        Map<String, Integer> faults,
        int workersKilled,
        int edgesKilled,
        int broken,
        Map<String, Integer> ends,
        List<String> violations,
        double seconds,
        double cpuSeconds) {

    static Report of(Storm storm, Judge judge, Duration took, Duration cpu) {
        var calls = storm.world.klarna.ledger();
        return new Report(
                List.of(storm.seed),
                storm.size.checkouts(),
                judge.sessions.toMinutes() / (365.25 * 24 * 60),
                calls.size(),
                calls.stream()
                        .filter(call -> call.operation() == Operation.READ)
                        .count(),
                faults(calls, storm.world.klarna.deliveries()),
                storm.world.workersKilled,
                storm.world.edgesKilled,
                storm.broken.size(),
                judge.ends,
                judge.violations.stream().map(Violation::toString).toList(),
                took.toMillis() / 1000.0,
                cpu.toMillis() / 1000.0);
    }

    /** By kind: those that calls met, and those that events met on their way. */
    static Map<String, Integer> faults(List<LedgerEntry> calls, List<WebhookDelivery> deliveries) {
        var faults = new TreeMap<String, Integer>();
        for (var call : calls) {
            if (call.fault() != null) {
                faults.merge(call.fault(), 1, Integer::sum);
            }
        }
        for (var delivery : deliveries) {
            if (delivery.fault() != null && delivery.outcome() != WebhookDelivery.Outcome.PENDING) {
                faults.merge("webhook " + delivery.fault(), 1, Integer::sum);
            }
        }
        return faults;
    }

    /** Both together. */
    Report and(Report other) {
        return new Report(
                joined(seeds, other.seeds),
                checkouts + other.checkouts,
                years + other.years,
                calls + other.calls,
                reads + other.reads,
                summed(faults, other.faults),
                workersKilled + other.workersKilled,
                edgesKilled + other.edgesKilled,
                broken + other.broken,
                summed(ends, other.ends),
                joined(violations, other.violations),
                seconds + other.seconds,
                cpuSeconds + other.cpuSeconds);
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static Map<String, Integer> summed(Map<String, Integer> one, Map<String, Integer> other) {
        var sum = new TreeMap<>(one);
        other.forEach((what, count) -> sum.merge(what, count, Integer::sum));
        return sum;
    }

    int faultsInAll() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    String printed() {
        var text = new StringBuilder();
        text.append("storm, seed %s: %,d checkouts, %.1f checkout-years of sessions, %,d calls of Klarna (%,d reads)%n"
                .formatted(seeds, checkouts, years, calls, reads));
        text.append(
                "  killed: %d workers, %d edges; broken by the test server, terminated and recovered: %d; %.0f s, %.0f s of CPU%n"
                        .formatted(workersKilled, edgesKilled, broken, seconds, cpuSeconds));
        text.append("  %,d faults: %s%n".formatted(faultsInAll(), faults));
        text.append("  ends: ").append(ends).append(System.lineSeparator());
        text.append("  violations: ").append(violations.size()).append(System.lineSeparator());
        violations.stream().limit(20).forEach(one -> text.append(one).append(System.lineSeparator()));
        return text.toString();
    }
}
