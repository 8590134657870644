package dev.kassa.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many checkouts whose customers have not decided: what each takes of the engine's memory, how soon a webhook is acted on
 * among them, and how soon after every worker was killed. {@code proof/standing-load} runs it.
 */
final class StandingLoad implements AutoCloseable {
    /** Longer than anything here takes: nobody's session ends. */
    private static final String TWO_DAYS = ",\"session_timeout\":\"PT48H\"";

    private static final int AT_ONCE = 32;
    private static final int WARM_UP = 500;

    private final Options options;
    private final BenchKlarna klarna = new BenchKlarna();
    private final Shoppers shoppers = new Shoppers(klarna, TWO_DAYS);
    private final Engine engine;
    private final Service kassa;
    private final Temporal temporal;
    private final List<Shoppers.Started> waiting = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final long began = System.nanoTime();

    /** Where the checkouts wait, and what is known of its memory. */
    interface Engine extends AutoCloseable {
        String target();

        /** Bytes, after everything that can be given back was. */
        long memory();

        @Override
        void close();
    }

    /** What was measured while so many waited. */
    record Step(
            int waiting,
            long engineBytes,
            double bytesEach,
            double bytesEachSinceLast,
            long serviceHeapBytes,
            double authorizedMsP50,
            double authorizedMsP99,
            long scheduledReads) {}

    private StandingLoad(Options options) {
        this.options = options;
        this.engine = engine(options);
        var namespace = options.text("namespace", "default");
        this.temporal = namespace.equals("default")
                ? new Temporal(engine.target(), namespace)
                : Temporal.withNamespace(engine.target(), namespace);
        boolean embedded = options.text("server", "embedded").equals("embedded");
        var java = new ArrayList<>(options.list("jvm", "-Xmx1g"));
        java.addAll(List.of(
                "-Dbench.cache=" + options.text("cache", "1000"),
                "-Dbench.embedded=" + embedded,
                "dev.kassa.runtime.BenchedKassa"));
        this.kassa = Service.start(
                "standing",
                java,
                Map.of(
                        "kassa.klarna.base-url", klarna.baseUrl().toString(),
                        "spring.temporal.connection.target", engine.target(),
                        "spring.temporal.namespace", namespace));
    }

    private static Engine engine(Options options) {
        if (options.text("server", "embedded").equals("embedded")) {
            return new EmbeddedEngine(options.list("engine-jvm", "-Xmx6g,-XX:+UseG1GC"));
        }
        int port = options.number("postgres-port", 0);
        var password = System.getenv().getOrDefault("BENCH_PASSWORD", "");
        return new RealEngine(
                options.text("target", ""),
                options.number("server-pid", 0),
                port == 0 ? null : new Postgres(port, password));
    }

    public static void main(String[] args) throws IOException {
        try (var load = new StandingLoad(Options.of(args))) {
            load.run();
        }
        System.exit(0);
    }

    private void run() throws IOException {
        kassa.awaitReady();
        say("Kassa is ready, its worker cache holds " + options.text("cache", "1000") + " runs");
        var warm = shoppers.leave(options.number("warm-up", WARM_UP), kassa, AT_ONCE, new AtomicInteger());
        temporal.await(shoppers.pay(warm, kassa, AT_ONCE));
        long empty = engine.memory();
        say("engine with nobody waiting: %.1f MiB".formatted(mib(empty)));
        int probes = options.number("probes", 300);
        var counts = options.list("waiting", "1000,10000,100000").stream()
                .map(Integer::parseInt)
                .toList();
        for (int count : counts) {
            fill(count, counts.getLast());
            steps.add(measured(count, empty, probes));
        }
        var recovery = recovery();
        print(recovery);
        write(recovery);
    }

    private void fill(int count, int last) {
        var started = new AtomicInteger(waiting.size());
        int before = waiting.size();
        long from = System.nanoTime();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var said = clock.scheduleAtFixedRate(
                    () -> sayFilling(started.get(), before, last, (System.nanoTime() - from) / 1e9),
                    10,
                    10,
                    TimeUnit.SECONDS);
            waiting.addAll(shoppers.leave(count - before, kassa, AT_ONCE, started));
            said.cancel(false);
        }
    }

    private void sayFilling(int now, int before, int last, double seconds) {
        double rate = (now - before) / seconds;
        say("%d wait, %.0f/s, %.0f s left until %d wait, %d scheduled reads so far"
                .formatted(now, rate, (last - now) / rate, last, klarna.reads()));
    }

    private Step measured(int count, long empty, int probes) {
        long memory = engine.memory();
        long service = Heap.bytesInUse(kassa.pid());
        var latencies = probe(Math.min(probes, count / 2));
        var last = steps.isEmpty() ? null : steps.getLast();
        int more = count - (last == null ? 0 : last.waiting());
        var step = new Step(
                count,
                memory,
                (double) (memory - empty) / count,
                (double) (memory - (last == null ? empty : last.engineBytes())) / more,
                service,
                Tally.percentile(latencies, 50),
                Tally.percentile(latencies, 99),
                klarna.reads());
        say("%d wait: %.1f KiB of the engine each (%.1f since the last step), paid p50 %.1f ms, p99 %.1f ms"
                .formatted(
                        count,
                        step.bytesEach() / 1024,
                        step.bytesEachSinceLast() / 1024,
                        step.authorizedMsP50(),
                        step.authorizedMsP99()));
        return step;
    }

    /** Some of those who wait pay, whichever they are; as many come in their stead. */
    private List<Double> probe(int count) {
        Collections.shuffle(waiting, new Random(count));
        var payers = List.copyOf(waiting.subList(0, count));
        waiting.subList(0, count).clear();
        var paid = shoppers.pay(payers, kassa, options.number("probes-at-once", 2));
        temporal.await(paid);
        var ends = temporal.of(paid);
        waiting.addAll(shoppers.leave(count, kassa, AT_ONCE, new AtomicInteger()));
        return paid.stream()
                .map(one -> Bench.ms(
                        one.webhookAt(),
                        Objects.requireNonNull(ends.get(one.started().id()))))
                .toList();
    }

    /** Seconds since the kill. */
    private record Recovery(
            int waiting,
            double ready,
            double webhook,
            @Nullable Double scheduledRead) {}

    /** SIGKILL of the one process, and the same again; the next webhook comes as soon as it listens. */
    private Recovery recovery() {
        long reads = klarna.reads();
        say("Kassa is killed and started again");
        long killed = System.nanoTime();
        kassa.restart();
        kassa.awaitReady();
        double ready = since(killed);
        var next = waiting.removeFirst();
        shoppers.pay(List.of(next), kassa, 1);
        double webhook = since(killed);
        say("ready after %.1f s, the first webhook acted on after %.1f s".formatted(ready, webhook));
        int patience = options.number("wait-for-read", 30);
        while (klarna.reads() == reads && since(killed) < webhook + patience) {
            pause();
        }
        Double read = klarna.reads() == reads ? null : Double.valueOf(since(killed));
        say(
                read == null
                        ? "no scheduled read was due"
                        : "the first scheduled read that was due made after %.1f s".formatted(read));
        return new Recovery(waiting.size(), ready, webhook, read);
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void say(String what) {
        var time = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("%d:%02d  %s%n", time.toMinutes(), time.toSecondsPart(), what);
    }

    private static double mib(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }

    private void print(Recovery recovery) {
        System.out.printf(
                "%n%10s %14s %12s %14s %18s %12s%n",
                "waiting", "engine MiB", "KiB each", "since last", "paid p50/p99 ms", "service MiB");
        for (var step : steps) {
            System.out.printf(
                    "%10d %14.1f %12.2f %14.2f %18s %12.1f%n",
                    step.waiting(),
                    mib(step.engineBytes()),
                    step.bytesEach() / 1024,
                    step.bytesEachSinceLast() / 1024,
                    "%.1f / %.1f".formatted(step.authorizedMsP50(), step.authorizedMsP99()),
                    mib(step.serviceHeapBytes()));
        }
        System.out.printf(
                "%np99 with %d waiting is %.2f times that with %d; after a kill with %d open: ready %.1f s, webhook %.1f s,"
                        + " scheduled read %s; %d scheduled reads in all, %d cancels%n",
                steps.getLast().waiting(),
                steps.getLast().authorizedMsP99() / steps.getFirst().authorizedMsP99(),
                steps.getFirst().waiting(),
                recovery.waiting(),
                recovery.ready(),
                recovery.webhook(),
                recovery.scheduledRead() == null ? "none due" : "%.1f s".formatted(recovery.scheduledRead()),
                klarna.reads(),
                klarna.cancels());
    }

    private void write(Recovery recovery) throws IOException {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("server", options.text("server", "embedded"));
        whole.put("cache", options.text("cache", "1000"));
        whole.put("steps", steps);
        whole.put("recovery", recovery);
        whole.put("scheduled_reads", klarna.reads());
        whole.put("cancels", klarna.cancels());
        var file = Path.of(options.text("out", "target/bench/standing-load.json"));
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), whole);
        System.out.printf(
                "%d starts had to be repeated, %d final authorizations were sent again%n%s%n",
                shoppers.repeated(), klarna.doubled(), file);
    }

    @Override
    public void close() {
        kassa.close();
        temporal.close();
        engine.close();
        klarna.close();
    }

    /** The embedded profile's server, alone in a process. */
    private static final class EmbeddedEngine implements Engine {
        private final Process process;
        private final String target;

        EmbeddedEngine(List<String> java) {
            var command = new ArrayList<>(java);
            command.add("dev.kassa.runtime.EmbeddedTemporalAlone");
            try {
                process = Service.java("engine", command).start();
                Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
                BufferedReader out = process.inputReader();
                target = Objects.requireNonNull(out.readLine(), "the engine ended, see target/bench/engine.log");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public String target() {
            return target;
        }

        @Override
        public long memory() {
            return Heap.bytesInUse(process.pid());
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /** A real server: its resident memory, and what its databases take where they are PostgreSQL's. */
    private record RealEngine(
            String target, long pid, @Nullable Postgres postgres) implements Engine {
        @Override
        public long memory() {
            return Cpu.residentKib(pid) * 1024 + (postgres == null ? 0 : postgres.bytesOfTemporal());
        }

        @Override
        public void close() {
            // Whoever started it ends it.
        }
    }
}
