package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.BusyMachine;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantDeliveries.Delivery;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.merchant.Receiver;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Temporal in virtual time, a worker for notifications, and a merchant's receiver that answers as it is told to. */
final class PostOffice implements AfterEachCallback, AutoCloseable {
    static final MerchantId ACME = new MerchantId("acme");
    static final URI URL = URI.create("https://shop.example/hooks?token=hidden");
    static final Secret FIRST = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    static final Secret SECOND = Secret.of("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    static final String CUSTOMER_TOKEN = "krn:customer-token:astrid";
    /** A sample key: made for tests and used nowhere else, so that golden histories can be read again. */
    private static final KeyRing KEYS =
            new KeyRing(List.of(new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(UTF_8))));

    final TestWorkflowEnvironment temporal;
    final Notifications notifications;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Letter> letters = new CopyOnWriteArrayList<>();
    volatile Answering receiver = _ -> new Post.Answer(204, null, null);
    volatile Optional<Receiver> configured = Optional.of(new Receiver(URL, FIRST));

    PostOffice() {
        temporal = environment();
        notifications = new Notifications(temporal.getWorkflowClient());
        NotificationWorker.register(
                temporal.newWorker(Notifications.TASK_QUEUE, BusyMachine.WORKER),
                new Postman(temporal.getWorkflowClient(), _ -> configured, this::send, meters, this::now));
        temporal.start();
    }

    /** By the sample key, and nothing started in it. */
    static TestWorkflowEnvironment environment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(EncryptedDataConverter.of(KEYS))
                        .build())
                .build());
    }

    /** One request as the receiver got it. */
    record Letter(Instant at, URI url, Map<String, String> headers, String body) {
        String id() {
            return requireNonNull(headers.get("webhook-id"));
        }
    }

    /** What the receiver answers. */
    @FunctionalInterface
    interface Answering {
        Post.Answer to(Letter letter) throws IOException;
    }

    private Post.Answer send(URI url, Map<String, String> headers, byte[] body) throws IOException {
        var letter = new Letter(now(), url, headers, new String(body, UTF_8));
        letters.add(letter);
        return receiver.to(letter);
    }

    void answers(int status) {
        receiver = _ -> new Post.Answer(status, null, null);
    }

    void isDown() {
        receiver = _ -> {
            throw new IOException("no connection within 5 s");
        };
    }

    Instant now() {
        return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    NotificationId tell(String reference, int attempt, MerchantEvent.Type type) {
        var event = new MerchantEvent(type, checkout(reference, attempt, type));
        notifications.tell(ACME, event);
        return Notification.of(ACME, event).id();
    }

    /** After the checkout had ended without one. */
    NotificationId tellOfAPayment(String reference, String transaction) {
        var late = MerchantEvent.Type.LATE_COMPLETION;
        var paid = new PaymentTransaction(new PaymentTransactionId(transaction), null, 11836L, "EUR", null);
        var event = new MerchantEvent(late, checkout(reference, 1, late, paid));
        notifications.tell(ACME, event);
        return Notification.of(ACME, event).id();
    }

    static Checkout checkout(String reference, int attempt, MerchantEvent.Type type) {
        return checkout(reference, attempt, type, null);
    }

    private static Checkout checkout(
            String reference, int attempt, MerchantEvent.Type type, @Nullable PaymentTransaction paid) {
        var begun = Instant.parse("2026-03-02T09:00:00Z").plus(Duration.ofHours(attempt));
        return new Checkout(
                CheckoutId.of(ACME, reference),
                reference,
                type == MerchantEvent.Type.LATE_COMPLETION
                        ? CheckoutStatus.EXPIRED
                        : CheckoutStatus.valueOf(type.name()),
                attempt,
                11836,
                "EUR",
                begun.plus(Duration.ofMinutes(30)),
                begun,
                begun.plus(Duration.ofMinutes(5)),
                null,
                paid,
                CUSTOMER_TOKEN,
                null,
                null,
                null);
    }

    List<Letter> lettersOf(NotificationId id) {
        return letters.stream()
                .filter(letter -> letter.id().equals(delivery(id).webhookId()))
                .toList();
    }

    Delivery delivery(NotificationId id) {
        return notifications.of(id.checkoutId(), id.attempt()).stream()
                .filter(each -> each.attempt() == id.attempt()
                        && each.type().equals(id.type().word()))
                .findFirst()
                .orElseThrow();
    }

    /** Waits in real time, without moving the clock. */
    Delivery becomes(NotificationId id, Predicate<Delivery> expectation) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> delivery(id), expectation);
    }

    /** Lets time pass in steps that are shorter than a try may take, so that none is cut short by the jump. */
    void pass(Duration time) {
        var end = now().plus(time);
        while (now().isBefore(end)) {
            var left = Duration.between(now(), end);
            var step = Duration.ofMinutes(10);
            temporal.sleep(left.compareTo(step) < 0 ? left : step);
        }
    }

    WorkflowStub run(NotificationId id) {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(id.workflowId());
    }

    double counted(String outcome) {
        var counter = meters.find("kassa.notifications").tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    void assertOneIdAndBody(NotificationId id) {
        assertThat(lettersOf(id))
                .extracting(Letter::body)
                .containsOnly(lettersOf(id).getFirst().body());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }

    @Override
    public void close() {
        temporal.close();
    }
}
