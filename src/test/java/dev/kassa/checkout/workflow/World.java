package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.http.HttpKlarna;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.klarna.http.Patience;
import dev.kassa.klarna.http.Timeouts;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.TokenSeal;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * Temporal in virtual time, a sandbox on the same clock, the client that ships, and a merchant who listens: everything
 * that a checkout meets, in one process.
 */
final class World implements AutoCloseable {
    static final String TASK_QUEUE = "kassa-checkouts";
    static final String PERSONAL = "Astrid Lindgren";
    /** A sample key: made for tests and used nowhere else, so that golden histories can be read again. */
    static final KeyRing KEYS = new KeyRing(List.of(
            new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(StandardCharsets.US_ASCII))));

    private static final AtomicInteger COUNT = new AtomicInteger();

    final TestWorkflowEnvironment temporal;
    final Sandbox sandbox;
    final TokenSeal seal = new TokenSeal(KEYS);
    final List<MerchantEvent> told = new CopyOnWriteArrayList<>();
    private final HttpKlarna klarna;
    private final WebhookReceiver receiver;

    World() {
        temporal = TestWorkflowEnvironment.newInstance(options());
        sandbox = Sandbox.start(SandboxSettings.defaults().withClock(this::now).withTicking(false));
        receiver = new WebhookReceiver(temporal.getWorkflowClient(), seal);
        sandbox.setWebhookTarget(receiver.uri());
        sandbox.setSigningKey(WebhookReceiver.KEY_ID, WebhookReceiver.KEY);
        klarna = new HttpKlarna(KlarnaSettings.of(sandbox.baseUrl(), () -> SandboxSettings.DEMO_API_KEY, Patience.QUICK)
                .withTimeouts(new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(2))));
        startWorker();
    }

    private static TestEnvironmentOptions options() {
        var options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(EncryptedDataConverter.of(KEYS))
                        .build());
        for (var attribute : List.of("CheckoutStatus", "MerchantId", "CheckoutReference", "CheckoutCurrency")) {
            options.registerSearchAttribute(attribute, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        return options.registerSearchAttribute("PaymentRequestId", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute("CheckoutAmount", IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .registerSearchAttribute("SessionExpiresAt", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME)
                .build();
    }

    private void startWorker() {
        var worker = temporal.newWorker(TASK_QUEUE, WorkerOptions.newBuilder().build());
        worker.registerWorkflowImplementationTypes(CheckoutWorkflowImpl.class);
        worker.registerActivitiesImplementations(
                new CheckoutActivities(klarna, klarna, seal, (_, event) -> told.add(event), this::now));
        temporal.start();
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
        return RunningCheckout.begin(this, input);
    }

    /** One thing that differs from the usual checkout. */
    @FunctionalInterface
    interface Change {
        CheckoutInput to(CheckoutInput usual);
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

    private CheckoutInput input(int number) {
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
                false);
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
    public void close() {
        temporal.close();
        receiver.close();
        klarna.close();
        sandbox.close();
    }
}
