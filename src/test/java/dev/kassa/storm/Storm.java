package dev.kassa.storm;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.klarna.Klarna;
import dev.kassa.sandbox.Reading;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One shard: so many checkouts in one world, all that happens to them by one seed, and the judgement at the end. */
final class Storm implements AutoCloseable {
    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");
    /** Longer than any checkout: two days of session, a day of doubt, seven days unconfirmed, and some of it twice. */
    private static final Duration LONGEST = Duration.ofDays(30);
    /** When most is going on. */
    private static final Duration BUSIEST = Size.BEGINNINGS.plusHours(2);

    private static final Duration ALMOST_ALL = Size.BEGINNINGS.plusHours(49);
    private static final Duration RECONCILER_EVERY = Duration.ofMinutes(5);
    /** In steps. */
    private static final int TOLD_EVERY = 500;

    private static final int OUTAGES = 6;
    /** In nanoseconds of real time. */
    private static final long NAP = 500_000;
    /** Time stands still meanwhile, but not quite. */
    private static final Duration ANSWERED = Duration.ofMillis(500);

    private static final Duration AFTERWARDS = Duration.ofHours(1);

    private record Due(Instant at, long number, Runnable deed) {}

    final long seed;
    final Size size;
    final LogWatch logs = new LogWatch();
    final StormWorld world;
    final List<Purchase> purchases = new ArrayList<>();
    private final Map<CheckoutId, Purchase> byId = new HashMap<>();
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private final Set<Purchase> cutOff = ConcurrentHashMap.newKeySet();
    /** The runs that the test server has broken. */
    final Set<String> broken = new HashSet<>();

    private final Acts acts;
    private final SplittableRandom dice;
    private long number;
    private int toldSoFar;
    private int steps;

    Storm(long seed, Size size) {
        this(seed, size, UnaryOperator.identity());
    }

    Storm(long seed, Size size, UnaryOperator<Klarna> worse) {
        this.seed = seed;
        this.size = size;
        this.world = new StormWorld(EPOCH, worse);
        this.acts = new Acts(world, this::log);
        this.dice = new SplittableRandom(seed);
    }

    /**
     * One storm from its beginning to its judgement.
     *
     * @param progress is told now and then how far it is, from 0 to 1
     */
    static Report report(long seed, Size size, Consumer<Double> progress) {
        long began = System.nanoTime();
        var cpu = cpu();
        try (var storm = new Storm(seed, size)) {
            storm.blow(progress);
            var judge = new Judge(storm.aftermath()).judge();
            return Report.of(storm, judge, Duration.ofNanos(System.nanoTime() - began), cpu().minus(cpu));
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Until every run has ended and Klarna has nothing more to say. */
    void blow(Consumer<Double> progress) {
        var readings = Readings.by(dice.split());
        world.klarna.switchTo(readings.toArray(Reading[]::new));
        world.skew(Duration.ofSeconds(dice.nextInt(3) == 0 ? dice.nextInt(-100, 101) : 0));
        plan();
        for (var due = next(); due.isBefore(EPOCH.plus(LONGEST)); due = next()) {
            var deed = agenda.peek();
            world.passTo(due, deed == null ? Instant.MAX : deed.at, this::doWhatIsDue);
            hearTheTold();
            helpTheBroken();
            if (++steps % TOLD_EVERY == 0) {
                progress.accept(done());
            }
        }
    }

    /** By the clock: two thirds of the work lie in the first hours, nearly all of it before the longest sessions end. */
    private double done() {
        long minutes = Duration.between(EPOCH, world.now()).toMinutes();
        return 0.66 * Math.min(1, minutes / (double) BUSIEST.toMinutes())
                + 0.34 * Math.min(1, minutes / (double) ALMOST_ALL.toMinutes());
    }

    private Instant next() {
        var due = earliest();
        // Of a merchant's call that has not reached Temporal yet nobody else knows, and it may be the last thing of
        // all.
        while (!due.isBefore(EPOCH.plus(LONGEST)) && world.callers.get() > 0) {
            LockSupport.parkNanos(NAP);
            world.settle();
            due = earliest();
        }
        return due;
    }

    private Instant earliest() {
        var due = world.nextDue();
        var first = agenda.peek();
        return first != null && first.at.isBefore(due) ? first.at : due;
    }

    private void doWhatIsDue() {
        var now = world.now();
        for (var first = agenda.peek(); first != null && !first.at.isAfter(now); first = agenda.peek()) {
            agenda.remove();
            first.deed.run();
        }
    }

    private void plan() {
        var weather = new Weather(world.klarna, Weather.Climate.VIRTUAL);
        for (int i = 0; i < size.checkouts(); i++) {
            var own = new SplittableRandom(seed * 1_000_003 + i);
            var purchase = Orders.purchase(i, one -> Orders.session(size, one), own);
            purchases.add(purchase);
            byId.put(purchase.id(), purchase);
            weather.over(purchase, own);
            var start = EPOCH.plus(Duration.ofMinutes(own.nextLong(Size.BEGINNINGS.toMinutes())));
            new Script(this::at, acts, purchase, own, start, AFTERWARDS, () -> cutOff.add(purchase))
                    .write(world.klarna.plan());
        }
        for (int i = 0; i < size.kills(); i++) {
            boolean kindOf = i % 2 == 0;
            var own = dice.split();
            at(
                    busy(),
                    () -> (kindOf ? world.worker().line : world.edge().line)
                            .cutAt(own.nextInt(1, 8), own.nextBoolean()));
        }
        for (int i = 0; i < OUTAGES; i++) {
            var own = dice.split();
            at(busy(), () -> {
                var outage = weather.outage(own);
                weather.breaksOut(outage);
                world.outages.add(new Aftermath.Outage(world.now(), world.now().plus(outage.time())));
            });
        }
        at(EPOCH.plus(RECONCILER_EVERY), this::reconcile);
    }

    private Instant busy() {
        return EPOCH.plus(Duration.ofMillis(dice.nextLong(BUSIEST.toMillis())));
    }

    private void at(Instant when, Runnable deed) {
        agenda.add(new Due(when, number++, deed));
    }

    /**
     * As the reconciler's schedule does; this server has none, nor a list of what ended. An operator's word may still be on
     * its way: a run that is open is looked at again.
     */
    private void reconcile() {
        for (var purchase : List.copyOf(cutOff)) {
            // Before it is looked at: who terminates it once more meanwhile puts it back.
            cutOff.remove(purchase);
            try {
                boolean open = isOpen(purchase);
                if (world.edge().recoveries.recover(purchase.id())) {
                    log(purchase, "the reconciler recovers it");
                } else if (open) {
                    cutOff.add(purchase);
                }
            } catch (RuntimeException _) {
                cutOff.add(purchase);
                log(purchase, "the reconciler fails, and will come again");
            }
        }
        if (!agenda.isEmpty() || !cutOff.isEmpty()) {
            at(world.now().plus(RECONCILER_EVERY), this::reconcile);
        }
    }

    private boolean isOpen(Purchase purchase) {
        try {
            var run = world.edge().client.newUntypedWorkflowStub(purchase.id().value());
            return run.describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException _) {
            return false;
        }
    }

    /** Some that nobody can settle are settled by an operator within two days, the others end by themselves. */
    private void hearTheTold() {
        var told = world.told;
        for (; toldSoFar < told.size(); toldSoFar++) {
            var event = told.get(toldSoFar).event();
            var purchase = byId.get(event.checkout().checkoutId());
            if (event.type() == MerchantEvent.Type.UNCONFIRMED && purchase != null && dice.nextInt(5) > 0) {
                at(world.now().plusSeconds(dice.nextLong(60, 172_800)), () -> acts.operatorResolves(purchase));
            }
        }
    }

    /** As an operator would: a run that the test server has broken is terminated, and recovered. */
    private void helpTheBroken() {
        logs.broken.forEach((run, id) -> {
            var purchase = byId.get(new CheckoutId(id));
            if (purchase != null && broken.add(run)) {
                acts.operatorTerminates(purchase);
                cutOff.add(purchase);
            }
        });
    }

    /** All that the judge is told. */
    Aftermath aftermath() {
        var runs = new HashMap<String, List<Run>>();
        world.runs.forEach((run, checkout) -> runs.computeIfAbsent(checkout, _ -> new ArrayList<>())
                .add(Run.read(world.edge().client, checkout, run)));
        runs.values().forEach(of -> of.sort(Comparator.comparing(Run::startedAt)));
        return new Aftermath(
                purchases,
                new Ledgers(world.klarna),
                runs,
                ANSWERED,
                world.skew(),
                world.outages,
                world.strangers,
                world.told,
                Stream.concat(logs.leaks.stream(), leaksInMetrics()).toList());
    }

    private Stream<String> leaksInMetrics() {
        return world.meters.getMeters().stream()
                .map(meter -> meter.getId().toString())
                .filter(Secrets::isIn)
                .map(meter -> "in a metric: " + meter);
    }

    private void log(Purchase purchase, String what) {
        purchase.story().add(Duration.between(EPOCH, world.now()) + " " + what);
    }

    @Override
    public void close() {
        acts.close();
        world.close();
        logs.close();
    }
}
