package dev.kassa.storm;

import dev.kassa.sandbox.Reading;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The storm in real time: what a seed plans happens at real processes, and the same judge looks at what they leave. */
final class LiveStorm implements AutoCloseable {
    /** What is planned counts from here; it happens so long after the beginning. */
    private static final Instant ZERO = Instant.EPOCH;

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int LONGEST_SECONDS = 120;
    private static final Duration AFTERWARDS = Duration.ofSeconds(20);
    /** From the last beginning to the last deed. */
    private static final Duration LASTS = Duration.ofSeconds(110);

    private static final Duration ANSWERED = Duration.ofSeconds(10);
    private static final int OUTAGES = 3;
    /** By their own decision; what else ended is recovered. */
    private static final Set<WorkflowExecutionStatus> ENDED = Set.of(
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);

    /** Where the machine is busy. */
    private static final Duration A_START = Duration.ofSeconds(30);

    private static final Duration ALL_IS_BACK = Duration.ofMinutes(1);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

    private record Due(Duration after, Runnable deed) {}

    /**
     * How much it is.
     *
     * @param kills how often each is killed
     * @param allowed in which every checkout has to end once people have done all that they will do
     */
    record Extent(int checkouts, Map<LiveWorld.Victim, Integer> kills, Duration allowed) {
        /** All begin within this time. */
        Duration beginnings() {
            return Duration.ofSeconds(Math.clamp(checkouts, 10, 60));
        }
    }

    private final Extent extent;
    private final Consumer<String> says;
    private final SplittableRandom dice;
    private final LiveWorld world;
    private final LiveDeeds deeds;
    private final Kills kills;
    private final List<Purchase> purchases = new ArrayList<>();
    private final List<Due> agenda = new ArrayList<>();
    private final List<Aftermath.Outage> outages = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final long seed;
    private final Duration skew;
    private Instant began = ZERO;

    LiveStorm(long seed, Extent extent, Path folder, Consumer<String> says) {
        this.seed = seed;
        this.extent = extent;
        this.says = says;
        this.dice = new SplittableRandom(seed);
        this.skew = Duration.ofSeconds(dice.nextInt(3) == 0 ? dice.nextInt(-100, 101) : 0);
        this.world = new LiveWorld(folder);
        this.deeds = new LiveDeeds(world);
        this.kills = new Kills(world, this::say);
    }

    /** What came of it. */
    record Verdict(
            int calls,
            Map<String, Integer> faults,
            Map<LiveWorld.Victim, Integer> killed,
            int internalErrors,
            Map<String, Integer> ends,
            List<Violation> violations) {}

    /** Until every checkout has ended, or has had its time. */
    Verdict blow() {
        world.klarnasBooks(klarna -> {
            klarna.switchTo(Readings.by(dice.split()).toArray(Reading[]::new));
            klarna.skewClock(skew);
            var weather = new Weather(klarna, Weather.Climate.REAL);
            plan(weather);
        });
        world.start();
        began = Instant.now();
        say(extent.checkouts() + " checkouts, kills " + extent.kills() + ", Klarna's clock is " + skew + " ahead");
        agenda.forEach(due -> after(due.after(), due.deed()));
        after(busy().last(), this::clearsUp);
        kills.plan(extent.kills(), busy(), dice);
        awaitTheEnd();
        return judge();
    }

    private void plan(Weather weather) {
        for (int i = 0; i < extent.checkouts(); i++) {
            var own = new SplittableRandom(seed * 1_000_003 + i);
            var purchase = Orders.purchase(i, LiveStorm::session, own);
            purchases.add(purchase);
            weather.over(purchase, own);
            var start = ZERO.plusMillis(own.nextLong(extent.beginnings().toMillis()));
            new Script(this::at, deeds, purchase, own, start, AFTERWARDS, () -> {}).write(weather.plans());
        }
        for (int i = 0; i < OUTAGES; i++) {
            var outage = weather.outage(dice);
            at(ZERO.plusMillis(dice.nextLong(busy().last().toMillis())), () -> breaksOut(outage));
        }
    }

    /** Mostly as short as can be, so that many time out. */
    private static Duration session(SplittableRandom dice) {
        return dice.nextInt(4) > 0 ? SHORTEST : Duration.ofSeconds(dice.nextInt(61, LONGEST_SECONDS + 1));
    }

    /** Whoever would come when the storm is over does not come. */
    private void at(Instant when, Runnable deed) {
        var after = Duration.between(ZERO, when);
        if (after.compareTo(extent.beginnings().plus(LASTS)) < 0) {
            agenda.add(new Due(after, deed));
        }
    }

    /** When something is planned. */
    private NavigableSet<Duration> busy() {
        var instants = new TreeSet<Duration>();
        agenda.forEach(due -> instants.add(due.after()));
        return instants;
    }

    private void breaksOut(Weather.Outage outage) {
        var command = outage.category() == null
                ? "{\"fault\": \"REFUSED_CONNECTION\", \"duration\": \"%s\"}".formatted(outage.time())
                : "{\"category\": \"%s\", \"fault\": \"%s\", \"lasting\": \"%s\"}"
                        .formatted(outage.category(), outage.fault().name(), outage.time());
        if (world.command("POST", "faults", command).status() == 204) {
            outages.add(new Aftermath.Outage(Instant.now(), Instant.now().plus(outage.time())));
        }
    }

    /** Whoever is refused waits for a minute, then for two and four: from now on nobody is, so that all end soon. */
    private void clearsUp() {
        Awaitility.await()
                .atMost(ALL_IS_BACK)
                .ignoreException(UncheckedIOException.class)
                .until(() -> world.command("DELETE", "faults", "").status() == 204);
    }

    private void after(Duration after, Runnable deed) {
        var _ = clock.schedule(
                () -> {
                    try {
                        deed.run();
                    } catch (UncheckedIOException _) {
                        say("nobody can be reached just now");
                    } catch (RuntimeException failure) {
                        say(failure.toString());
                    }
                },
                after.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void say(String what) {
        says.accept(second() + " s: " + what);
    }

    private long second() {
        return Duration.between(began, Instant.now()).toSeconds();
    }

    private void awaitTheEnd() {
        var last = busy().last();
        try {
            Awaitility.await("every checkout ends")
                    .atMost(last.plus(extent.allowed()).plus(A_START.multipliedBy(count(extent.kills()))))
                    .pollInterval(TOLD_EVERY)
                    // Temporal may be away.
                    .ignoreExceptions()
                    .until(() -> isOver(last));
        } catch (ConditionTimeoutException _) {
            say("not every checkout has ended; the judge tells which");
        }
    }

    private static int count(Map<LiveWorld.Victim, Integer> kills) {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    private boolean isOver(Duration last) {
        var begun = begun();
        long open = begun.values().stream().filter(isOpen -> isOpen).count();
        long left = Math.max(0, last.toSeconds() - second());
        say("%d of %d begun, %d open; %s"
                .formatted(
                        begun.size(),
                        extent.checkouts(),
                        open,
                        left == 0 ? "all is done, the last end" : "people do something for " + left + " s still"));
        return left == 0 && kills.areOver() && !deeds.isAnybodyWaiting() && open == 0;
    }

    /** The checkouts that have begun, and whether they are open, cut off and not recovered included. */
    private Map<String, Boolean> begun() {
        var latest = new HashMap<String, WorkflowExecutionMetadata>();
        for (var one : world.listed()) {
            latest.merge(
                    one.getExecution().getWorkflowId(),
                    one,
                    (a, b) -> a.getStartTime().isAfter(b.getStartTime()) ? a : b);
        }
        var begun = new HashMap<String, Boolean>();
        latest.forEach((id, last) -> begun.put(id, !ENDED.contains(last.getStatus())));
        return begun;
    }

    private Verdict judge() {
        var leaks = world.leaks();
        var runs = world.runs();
        world.kill(LiveWorld.Victim.SANDBOX);
        var verdict = new ArrayList<Verdict>();
        world.klarnasBooks(klarna -> {
            var books = new Ledgers(klarna);
            var judge = new Judge(new Aftermath(
                            purchases, books, runs, ANSWERED, skew, outages, deeds.strangers, List.of(), leaks))
                    .judge();
            verdict.add(new Verdict(
                    books.calls.size(),
                    Report.faults(books.calls, books.deliveries),
                    kills.done,
                    deeds.internalErrors.get(),
                    judge.ends,
                    judge.violations));
        });
        return verdict.getFirst();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        kills.close();
        deeds.close();
        world.close();
    }
}
