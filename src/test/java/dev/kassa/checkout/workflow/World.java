package dev.kassa.checkout.workflow;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.kassa.BusyMachine;
import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.MerchantNotices;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.http.CallPace;
import dev.kassa.klarna.http.HttpKlarna;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.klarna.http.Timeouts;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadJson;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Temporal in virtual time, a sandbox on the same clock, the client that ships, and a merchant who listens: everything
 * that a checkout meets, in one process.
 */
final class World implements AfterEachCallback, AutoCloseable {
    static final String TASK_QUEUE = "kassa-checkouts";
    static final String PERSONAL = "Astrid Lindgren";
    /** A sample key: made for tests and used nowhere else, so that golden histories can be read again. */
    static final KeyRing KEYS = new KeyRing(List.of(
            new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(StandardCharsets.US_ASCII))));

    private static final AtomicInteger COUNT = new AtomicInteger();

    final TestWorkflowEnvironment temporal;
    final Sandbox sandbox;
    final TokenSeal seal = new TokenSeal(KEYS);
    /** What the runs count; empty where nobody asked for it, because handing it on all the time is work. */
    final SimpleMeterRegistry meters;

    final List<MerchantEvent> told = new CopyOnWriteArrayList<>();
    /** Who else is told what the merchant is told. */
    volatile MerchantNotices notices = (_, _) -> {};

    private final List<RunningCheckout> begun = new CopyOnWriteArrayList<>();
    private final HttpKlarna http;
    private final CountingKlarna klarna;
    final WebhookReceiver receiver;

    /** With its worker running and every payload encrypted. */
    World() {
        this(EncryptedDataConverter.of(KEYS));
        WarmUp.once();
        startWorker();
    }

    private World(DataConverter converter) {
        this(converter, new SimpleMeterRegistry(), new NoopScope());
    }

    private World(DataConverter converter, SimpleMeterRegistry meters, Scope metrics) {
        this.meters = meters;
        temporal = TestWorkflowEnvironment.newInstance(options(converter, metrics));
        sandbox = Sandbox.start(SandboxSettings.defaults().withClock(this::now).withTicking(false));
        receiver = new WebhookReceiver(temporal.getWorkflowClient(), seal);
        sandbox.setWebhookTarget(receiver.uri());
        sandbox.setSigningKey(WebhookReceiver.KEY_ID, WebhookReceiver.KEY);
        http = new HttpKlarna(KlarnaSettings.of(sandbox.baseUrl(), () -> SandboxSettings.DEMO_API_KEY, CallPace.QUICK)
                .withTimeouts(new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(2))));
        klarna = new CountingKlarna(http);
    }

    /** Nobody works yet: as when every worker is down. */
    static World withoutWorker() {
        WarmUp.once();
        return new World(EncryptedDataConverter.of(KEYS));
    }

    /** With meters, which get the counts every 10 ms. */
    static World counted() {
        var world = countedWithoutWorker();
        world.startWorker();
        return world;
    }

    static World countedWithoutWorker() {
        WarmUp.once();
        var meters = new SimpleMeterRegistry();
        var scope = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(meters))
                .reportEvery(com.uber.m3.util.Duration.ofMillis(10));
        return new World(EncryptedDataConverter.of(KEYS), meters, scope);
    }

    /** As it would be without the codec; only to show that the search for secrets finds them. */
    static World withoutCodec() {
        WarmUp.once();
        var world = new World(new DefaultDataConverter(new Jackson3JsonPayloadConverter(PayloadJson.mapper())));
        world.startWorker();
        return world;
    }

    /**
     * One whole checkout before the first test: a cold JVM takes longer than the 3 s of a quick try, and a test that
     * counts events would count that.
     */
    private static final class WarmUp {
        static {
            try (var world = new World(EncryptedDataConverter.of(KEYS))) {
                world.startWorker();
                world.sandbox.plan().nextAuthorize(Result.APPROVED);
                world.start().ended();
            }
        }

        static void once() {
            // Loading this class has done it.
        }
    }

    private static TestEnvironmentOptions options(DataConverter converter, Scope metrics) {
        var options = TestEnvironmentOptions.newBuilder()
                .setMetricsScope(metrics)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(converter)
                        .build());
        SearchAttributeKeys.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        return options.build();
    }

    void startWorker() {
        var worker = temporal.newWorker(TASK_QUEUE, BusyMachine.WORKER);
        worker.registerWorkflowImplementationTypes(CheckoutWorkflowImpl.class);
        worker.registerActivitiesImplementations(new CheckoutActivities(klarna, klarna, seal, this::tell, this::now));
        temporal.start();
    }

    private void tell(MerchantId merchant, MerchantEvent event) {
        // A task that is done again, because news came while it was at work, tells again what the merchant hears once.
        if (told.stream().noneMatch(before -> isTheSame(before, event))) {
            told.add(event);
        }
        notices.tell(merchant, event);
    }

    private static boolean isTheSame(MerchantEvent one, MerchantEvent other) {
        return one.type() == other.type()
                && one.checkout().checkoutId().equals(other.checkout().checkoutId())
                && one.checkout().attempt() == other.checkout().attempt()
                && one.particular().equals(other.particular());
    }

    WorkflowClient client() {
        return temporal.getWorkflowClient();
    }

    Instant now() {
        return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    /** Starts a checkout and returns when its first authorize is answered. */
    RunningCheckout start(Change... changes) {
        return begin(changes).authorized();
    }

    /** Starts a checkout and returns at once. */
    RunningCheckout begin(Change... changes) {
        var input = input(COUNT.incrementAndGet());
        for (var change : changes) {
            input = change.to(input);
        }
        var checkout = RunningCheckout.begin(this, input);
        begun.add(checkout);
        return checkout;
    }

    /** Starts a checkout whose first task comes that late. */
    RunningCheckout beginLate(Duration late) {
        return RunningCheckout.beginLate(this, input(COUNT.incrementAndGet()), late);
    }

    /** One thing that differs from the usual checkout. */
    @FunctionalInterface
    interface Change {
        CheckoutInput to(CheckoutInput usual);
    }

    static Change usual() {
        return usual -> usual;
    }

    static Change session(Duration timeout) {
        return usual -> Inputs.with(usual, usual.createdAt().plus(timeout), usual.stepUp(), usual.tellsMerchant());
    }

    static Change expiry(String duration) {
        return usual -> Inputs.with(
                usual,
                usual.sessionExpiresAt(),
                Inputs.with(usual.stepUp(), new InteractionExpiry(duration, null)),
                usual.tellsMerchant());
    }

    static Change tellsMerchant() {
        return usual -> Inputs.with(usual, usual.sessionExpiresAt(), usual.stepUp(), true);
    }

    /** A new attempt of the same checkout. */
    static Change restartOf(RunningCheckout older) {
        return usual -> Inputs.restart(usual, older.input());
    }

    CheckoutInput input(int number) {
        var reference = "order-" + number;
        var references = new AttemptReferences(CheckoutId.of(new MerchantId("acme"), reference), "birth" + number, 1);
        var purchase = JsonMapper.shared()
                .readTree("{\"purchase_reference\":\"%s\",\"customer\":{\"given_name\":\"%s\"}}"
                        .formatted(reference, PERSONAL));
        return new CheckoutInput(
                references,
                new MerchantId("acme"),
                new PartnerAccountId(SandboxSettings.DEMO_ACCOUNT),
                reference,
                new PaymentDetails(11836, "EUR", Capture.LATER, null, purchase, null, null, null),
                new StepUpConfig(
                        references.paymentRequestReference(),
                        InteractionMethod.HANDOVER,
                        "https://pay.example/v1/return/x?id={klarna.payment_request.id}",
                        null,
                        new InteractionExpiry("PT1H", null)),
                null,
                now(),
                now().plus(Duration.ofMinutes(30)),
                Duration.ofMinutes(3),
                false,
                null);
    }

    /** Lets time pass for Temporal and Klarna alike; what is due on the way happens on the way. */
    void pass(Duration time) {
        var end = now().plus(time);
        sandbox.deliverDue();
        while (now().isBefore(end)) {
            var due = sandbox.nextDue().filter(next -> next.isBefore(end)).orElse(end);
            var step = Duration.between(now(), due);
            temporal.sleep(step.isPositive() ? step : Duration.ofMillis(1));
            sandbox.deliverDue();
        }
    }

    /** Waits in real time until no call to Klarna waits for its answer: time must not pass meanwhile. */
    void settle() {
        if (!klarna.isIdle()) {
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(klarna::isIdle);
        }
    }

    /** Delivers what Klarna has to say now. */
    void deliver() {
        sandbox.deliverDue();
    }

    List<LedgerEntry> calls(Operation... operations) {
        return sandbox.ledger().stream()
                .filter(entry -> Arrays.asList(operations).contains(entry.operation()))
                .toList();
    }

    long transactions() {
        return sandbox.judgement().transactionsPerPurchase().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    Map<String, Integer> transactionsPerPurchase() {
        return sandbox.judgement().transactionsPerPurchase();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        GoldenHistories.keep(test, begun);
        close();
    }

    @Override
    public void close() {
        temporal.close();
        receiver.close();
        http.close();
        sandbox.close();
    }
}
