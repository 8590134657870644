package dev.kassa.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The happy path of Kassa, of the naive workflow and of rows and jobs, in rounds that take turns on one server, each
 * service in a process of its own. {@code proof/bench} runs it.
 */
final class Bench implements AutoCloseable {
    private static final int SAMPLE = 200;
    private static final int HISTORIES = 3;
    private static final Duration QUIET = Duration.ofMillis(250);

    private final Options options;
    private final BenchKlarna klarna = new BenchKlarna();
    private final Shoppers shoppers = new Shoppers(klarna, "");
    private final long serverPid;
    private final long postgresPid;
    private final @Nullable Postgres postgres;
    private final Map<String, Measured> systems = new LinkedHashMap<>();

    /** A system, and where its ends are found. */
    private record Measured(Service service, Ends ends, List<String> ids) {}

    private Bench(Options options) {
        this.options = options;
        this.serverPid = options.number("server-pid", 0);
        this.postgresPid = options.number("postgres-pid", 0);
        int port = options.number("postgres-port", 0);
        this.postgres = port == 0 ? null : new Postgres(port, System.getenv().getOrDefault("BENCH_PASSWORD", ""));
    }

    public static void main(String[] args) throws IOException {
        var options = Options.of(args);
        try (var bench = new Bench(options)) {
            bench.run();
        }
        // Threads of clients must not hold it up.
        System.exit(0);
    }

    private void run() throws IOException {
        var parallel = options.list("parallel", "1,16,64").stream()
                .map(Integer::parseInt)
                .toList();
        var names = options.list("systems", "kassa,naive,jobs");
        int rounds = options.number("rounds", 3);
        int seconds = options.number("seconds", 5);
        int warmUp = options.number("warm-up", 15);
        var progress = new Progress(
                25 + names.size() * (warmUp + 2.0) + rounds * parallel.size() * names.size() * (seconds + 3.0));
        names.forEach(this::begin);
        systems.values().forEach(system -> system.service().awaitReady());
        progress.did(25, "services are ready: " + String.join(", ", names));
        for (var name : names) {
            warmUp(name, warmUp);
            progress.did(warmUp + 2.0, name + " is warm");
        }
        var report = new Report(options.text("server", "server"), rounds, seconds);
        for (int round = 1; round <= rounds; round++) {
            for (int at : parallel) {
                for (var name : names) {
                    var said = round(name, at, seconds, report.tally(name, at));
                    progress.did(seconds + 3.0, "round " + round + ", " + at + " parallel, " + name + ": " + said);
                }
            }
        }
        names.forEach(name -> costInTemporal(name, report));
        report.print();
        report.write(Path.of(options.text("out", "target/bench/bench.json")));
        System.out.printf(
                "%d starts had to be repeated, %d final authorizations were sent again%n",
                shoppers.repeated(), klarna.doubled());
    }

    private void begin(String name) {
        var target = options.text("target", "127.0.0.1:7233");
        var command = new ArrayList<>(options.list("jvm", "-Xmx1g,-XX:-UseDynamicNumberOfCompilerThreads"));
        var properties = new LinkedHashMap<String, String>();
        properties.put("kassa.klarna.base-url", klarna.baseUrl().toString());
        Ends ends;
        if (name.equals("jobs")) {
            var database = Objects.requireNonNull(postgres, "the jobs need PostgreSQL");
            database.prepareJobs();
            properties.put("jobs.url", database.jobsUrl());
            properties.put("jobs.password", database.password());
            command.add(JobsService.class.getName());
            ends = database;
        } else {
            var namespace = "bench-" + name + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
            ends = Temporal.withNamespace(target, namespace);
            properties.put("spring.temporal.connection.target", target);
            properties.put("spring.temporal.namespace", namespace);
            command.addAll(
                    switch (name) {
                        case "naive" -> List.of("-Dbench.saga=naive", "dev.kassa.runtime.BenchedKassa");
                        case "kassa-gzip" -> List.of("-Dbench.gzip=true", "dev.kassa.runtime.BenchedKassa");
                        default -> List.of("dev.kassa.KassaApplication");
                    });
        }
        systems.put(name, new Measured(Service.start(name, command, properties), ends, new ArrayList<>()));
    }

    private Measured system(String name) {
        return Objects.requireNonNull(systems.get(name));
    }

    private void warmUp(String name, int seconds) {
        var system = system(name);
        var paid = shoppers.payFor(Duration.ofSeconds(seconds), system.service(), 16);
        system.ends().await(last(paid, 16));
        settle(system.service());
    }

    private String round(String name, int parallel, int seconds, Tally tally) {
        var system = system(name);
        var before = spent(system.service());
        long began = System.nanoTime();
        var paid = shoppers.payFor(Duration.ofSeconds(seconds), system.service(), parallel);
        system.ends().await(last(paid, parallel));
        double took = (System.nanoTime() - began) / 1e9;
        settle(system.service());
        var spent = spent(system.service()).minus(before);
        var starts = paid.stream().map(one -> one.started().startMs()).toList();
        tally.add(paid.size(), took, starts, authorizedMs(system, paid), spent);
        paid.stream()
                .limit(HISTORIES)
                .forEach(one -> system.ids().add(one.started().id()));
        return "%.0f/s, CPU of service %.1f ms, of it compilers %.1f ms, Temporal %.1f ms, PostgreSQL %.1f ms, driver %.1f ms each"
                .formatted(
                        paid.size() / took,
                        1000 * spent.service() / paid.size(),
                        1000 * spent.compiling() / paid.size(),
                        1000 * spent.server() / paid.size(),
                        1000 * spent.postgres() / paid.size(),
                        1000 * spent.driver() / paid.size());
    }

    /** From the webhook to the end of the run or the change of the row, by the clock of this machine. */
    private static List<Double> authorizedMs(Measured system, List<Shoppers.Paid> paid) {
        var sample = new ArrayList<>(paid);
        Collections.shuffle(sample, new Random(paid.size()));
        var asked = sample.subList(0, Math.min(SAMPLE, sample.size()));
        var ends = system.ends().of(asked);
        return asked.stream()
                .map(one -> ms(
                        one.webhookAt(),
                        Objects.requireNonNull(ends.get(one.started().id()))))
                .toList();
    }

    static double ms(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private static List<Shoppers.Paid> last(List<Shoppers.Paid> paid, int count) {
        return paid.stream()
                .sorted((one, other) -> other.confirmedAt().compareTo(one.confirmedAt()))
                .limit(count)
                .toList();
    }

    /** What is left to be done after a round is part of its cost, and must not be the next one's. */
    private void settle(Service service) {
        double busy = 1;
        for (int tries = 0; busy > 0.1 && tries < 20; tries++) {
            double before = busySeconds(service);
            pause(QUIET);
            busy = (busySeconds(service) - before) / (QUIET.toMillis() / 1000.0);
        }
        if (postgres != null) {
            // Its backends tell of their commits once a second.
            pause(Duration.ofMillis(1_100));
        }
    }

    private double busySeconds(Service service) {
        return Cpu.seconds(service.pid()) + Cpu.seconds(serverPid) + Cpu.secondsWithChildren(postgresPid);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Tally.Spent spent(Service service) {
        return new Tally.Spent(
                Cpu.seconds(service.pid()),
                Cpu.compilingSeconds(service.pid()),
                serverPid == 0 ? 0 : Cpu.seconds(serverPid),
                postgresPid == 0 ? 0 : Cpu.secondsWithChildren(postgresPid),
                Cpu.seconds(ProcessHandle.current().pid()),
                postgres == null ? 0 : postgres.commits());
    }

    private void costInTemporal(String name, Report report) {
        var system = system(name);
        if (system.ends() instanceof Temporal temporal) {
            for (var id : system.ids()) {
                report.history(name, temporal.events(id), temporal.actions(id));
            }
        }
    }

    @Override
    public void close() {
        systems.values().forEach(system -> system.service().close());
        klarna.close();
    }
}
