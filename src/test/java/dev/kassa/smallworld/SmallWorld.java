package dev.kassa.smallworld;

import dev.kassa.BusyMachine;
import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.CheckoutWorkflowImpl;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.StepUpConfig;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One Temporal in virtual time, one small Klarna on the same clock, and the workflow and the activities that ship. */
final class SmallWorld implements AutoCloseable {
    /**
     * Between two steps; less than Kassa's shortest pause before it calls again. Temporal hands time back as soon as
     * nobody works any more, so that all calls that a step causes are answered before the next one.
     */
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(700);

    /** Long enough for every retry, then for a day of a key's life, then for the seven days of UNCONFIRMED. */
    private static final List<Duration> TO_THE_END = List.of(
            Duration.ofMinutes(20),
            Duration.ofMinutes(25),
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            Duration.ofDays(8));

    private static final Duration STILL = Duration.ofSeconds(15);
    private static final String TASK_QUEUE = "small";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final SearchingConverter converter = new SearchingConverter();
    final Watching watching = new Watching();
    final TestWorkflowEnvironment temporal;
    private final SmallKlarna klarna = new SmallKlarna(this::now);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(8, Thread.ofVirtual().factory());

    SmallWorld() {
        temporal = TestWorkflowEnvironment.newInstance(options());
        var worker = temporal.newWorker(
                TASK_QUEUE,
                WorkerOptions.newBuilder(BusyMachine.WORKER)
                        .setUsingVirtualThreads(true)
                        .build());
        worker.registerWorkflowImplementationTypes(CheckoutWorkflowImpl.class);
        worker.registerActivitiesImplementations(
                new CheckoutActivities(klarna, klarna, SmallKlarna.SEAL, (_, _) -> {}, this::now));
        temporal.start();
    }

    private TestEnvironmentOptions options() {
        var options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(converter)
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(watching)
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkflowCacheSize(1000)
                        .build());
        SearchAttributeKeys.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        return options.build();
    }

    Instant now() {
        return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    /** Plays sequences that agree in where time passes side by side, each with a checkout of its own, to their ends. */
    List<Played> play(List<Sequence> sequences) {
        var now = now();
        var all = sequences.stream().map(sequence -> play(sequence, now)).toList();
        all.forEach(each -> klarna.expects(each.reference(), each.request()));
        atOnce(all, Play::start);
        settle();
        awaitFirstCalls(all);
        var first = sequences.getFirst();
        var passed = Duration.ZERO;
        for (int at = 0; at < first.steps().size(); at++) {
            int step = at;
            var before = passed;
            passed = first.after(passed, first.steps().get(at), first.session());
            atOnce(all, each -> each.happens(step, this::now));
            pass(passed.minus(before));
            tell(all);
        }
        all.forEach(Play::stepsAreOver);
        toTheEnd(all);
        var played = all.stream().map(Play::judged).toList();
        all.forEach(each -> watching.forget(each.id()));
        return played;
    }

    private void toTheEnd(List<Play> all) {
        for (var time : TO_THE_END) {
            if (all.stream().allMatch(Play::isOver)) {
                return;
            }
            sleep(time);
            tell(all);
        }
    }

    private void pass(Duration time) {
        if (time.isPositive()) {
            sleep(time);
        }
        settle();
    }

    /**
     * Lets time pass. Where a run ends in the very moment in which one of its activities is at work, the test server goes
     * on waiting for that activity, and time passes no faster than on a clock: such a world is of no more use.
     *
     * @throws TimeStandsStillException if nothing has happened for a while and time has hardly passed
     */
    private void sleep(Duration time) {
        var sleeping = threads.submit(() -> temporal.sleep(time));
        long calls = klarna.calls();
        var since = now();
        while (true) {
            try {
                sleeping.get(STILL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                if (klarna.calls() == calls && now().isBefore(since.plus(STILL.multipliedBy(3)))) {
                    throw new TimeStandsStillException();
                }
                calls = klarna.calls();
                since = now();
            } catch (InterruptedException | ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /** This world has to be left, and what was played in it begun anew in another. */
    static final class TimeStandsStillException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Klarna's own news of what Kassa's calls did, and of time. */
    private void tell(List<Play> all) {
        var now = now();
        var told = new AtomicInteger();
        atOnce(all, each -> told.addAndGet(each.tell(now)));
        if (told.get() > 0) {
            settle();
        }
    }

    private void settle() {
        sleep(BETWEEN_STEPS);
    }

    /** What happens before Klarna was asked would happen in another world. */
    private static void awaitFirstCalls(List<Play> all) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> all.stream().allMatch(Play::hasAsked));
    }

    private interface Act {
        void on(Play play);
    }

    private void atOnce(List<Play> all, Act act) {
        var running = all.stream()
                .filter(play -> !play.isOver())
                .map(play -> threads.submit(() -> act.on(play)))
                .toList();
        for (var each : running) {
            try {
                each.get();
            } catch (InterruptedException | ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    private Play play(Sequence sequence, Instant now) {
        int number = COUNT.incrementAndGet();
        var merchant = new MerchantId(number % 2 == 0 ? "acme" : "bolt");
        var account = new PartnerAccountId("krn:partner:small:" + merchant);
        var reference = "order-" + number;
        var references = new AttemptReferences(CheckoutId.of(merchant, reference), "birth" + number, 1);
        var input = new CheckoutInput(
                references,
                merchant,
                account,
                reference,
                new PaymentDetails(11836, "EUR", Capture.LATER, null, null, null, null, null),
                new StepUpConfig(
                        references.paymentRequestReference(),
                        InteractionMethod.HANDOVER,
                        "https://pay.example/v1/return/x",
                        null,
                        new InteractionExpiry(sequence.expiry().toString(), null)),
                null,
                now,
                now.plus(sequence.session()),
                Duration.ofMinutes(3),
                false,
                null);
        var stub = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "CheckoutWorkflow",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(references.checkoutId().value())
                                .setTaskQueue(TASK_QUEUE)
                                .build());
        var request = new SmallRequest(account, String.valueOf(number), sequence.expiry());
        return new Play(this, sequence, input, stub, request);
    }

    /** Of a world in which one sequence was played: what Klarna was asked, and the run's events. */
    String story() {
        var page = new StringBuilder();
        klarna.ledgers().forEach(asked -> page.append(asked).append('\n'));
        return page.toString();
    }

    @Override
    public void close() {
        temporal.close();
        threads.shutdownNow();
    }
}
