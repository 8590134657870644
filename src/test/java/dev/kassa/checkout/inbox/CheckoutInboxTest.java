package dev.kassa.checkout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kassa.BusyMachine;
import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.webhook.EventKind;
import dev.kassa.klarna.webhook.NotDurableException;
import dev.kassa.klarna.webhook.Notification;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CheckoutInboxTest {
    private static final KeyRing RING = new KeyRing(List.of(new EncryptionKey("k1", new byte[32])));
    private static final TokenSeal SEAL = new TokenSeal(RING);
    private static final PaymentRequestId REQUEST = new PaymentRequestId("krn:payment:eu1:request:1");
    private static final PaymentToken TOKEN = new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:very-secret");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AttemptReferences attempt = new AttemptReferences(
            CheckoutId.of(new MerchantId("acme"), UUID.randomUUID().toString()), "b1", 1);
    private TestWorkflowEnvironment temporal;
    private CheckoutRuns runs;
    private CheckoutInbox inbox;

    @BeforeEach
    void startTemporal() {
        var options = WorkflowClientOptions.newBuilder()
                .setDataConverter(EncryptedDataConverter.of(RING))
                .build();
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(options)
                .registerSearchAttribute(
                        SearchAttributeKeys.CHECKOUT_STATUS.getName(),
                        SearchAttributeKeys.CHECKOUT_STATUS.getValueType())
                .registerSearchAttribute(
                        SearchAttributeKeys.PAYMENT_REQUEST_ID.getName(),
                        SearchAttributeKeys.PAYMENT_REQUEST_ID.getValueType())
                .build());
        temporal.newWorker("listening", BusyMachine.WORKER).registerWorkflowImplementationTypes(ListeningRun.class);
        temporal.start();
        var client = temporal.getWorkflowClient();
        runs = new CheckoutRuns(client, new Recoveries(client, meters));
        inbox = new CheckoutInbox(runs, SEAL, meters, Duration.ZERO);
    }

    @AfterEach
    void stopTemporal() {
        runs.close();
        temporal.close();
    }

    @Test
    void aCompletionReachesItsRunWithItsTokenSealedToThePaymentRequest() throws NotDurableException {
        startRun();
        inbox.accept(completed("e1"));
        KlarnaEvent event = endAndHear();
        assertThat(event.kind()).isEqualTo(KlarnaEvent.Kind.REQUEST_COMPLETED);
        assertThat(event.paymentRequestReference()).isEqualTo(attempt.paymentRequestReference());
        assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-02T09:14:07.1Z"));
        assertThat(event.stateReason()).isEqualTo("PARTNER_CANCELED");
        assertThat(event.sealedToken()).isNotNull().doesNotContain(TOKEN.reveal());
        assertThat(SEAL.open(String.valueOf(event.sealedToken()), REQUEST.value()))
                .isEqualTo(TOKEN.revealWithKind());
    }

    @Test
    void aTransactionFindsItsRunByItsOwnReference() throws NotDurableException {
        startRun();
        inbox.accept(notification(
                EventKind.TRANSACTION_AUTHORIZED, "e1", null, null, attempt.paymentTransactionReference(), null));
        assertThat(endAndHear().paymentRequestReference()).isEqualTo(attempt.paymentRequestReference());
    }

    @Test
    void theSameEventTwiceIsOneSignal() throws NotDurableException {
        startRun();
        inbox.accept(completed("e1"));
        inbox.accept(completed("e1"));
        inbox.accept(completed("e2"));
        end();
        assertThat(signals())
                .as("two events, and the customer's return that ends the run")
                .isEqualTo(3);
        assertThat(counted("duplicate")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_SUBMITTED", "REQUEST_IN_PROGRESS", "OTHER"})
    void whatIsNotFinalIsNotSent(EventKind kind) throws NotDurableException {
        startRun();
        inbox.accept(notification(kind, "e1", REQUEST, attempt.paymentRequestReference(), null, null));
        assertThat(signals()).isZero();
        assertThat(counted("ignored")).isEqualTo(1);
    }

    @Test
    void aCompletionAfterAnUnpaidEndIsInARecoveryRunBeforeItIsAcknowledged() throws NotDurableException {
        startRun();
        end();

        inbox.accept(completed("e1"));

        assertThat(counted("late_completion")).isEqualTo(1);
        assertThat(signals()).as("in the new run's history").isEqualTo(1);
        var event = endAndHear();
        assertThat(SEAL.open(String.valueOf(event.sealedToken()), REQUEST.value()))
                .isEqualTo(TOKEN.revealWithKind());
    }

    @Test
    void aCompletionOfACheckoutThatWasTerminatedIsInARecoveryRunToo() throws NotDurableException {
        startRun();
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(attempt.checkoutId().value())
                .terminate("by hand");

        inbox.accept(completed("e1"));

        assertThat(counted("late_completion")).isEqualTo(1);
        assertThat(signals()).isEqualTo(1);
    }

    @Test
    void aCompletionThatTheEndedRunHadHeardIsNoNews() throws NotDurableException {
        startRun();
        inbox.accept(completed("e1"));
        end();

        inbox.accept(completed("e2"));

        assertThat(counted("late_completion")).isZero();
        assertThat(counted("late")).isEqualTo(1);
    }

    @Test
    void aCompletionWhoseRecoveryCannotBeStartedMakesKlarnaSendAgain() {
        start((Object) null, SearchAttributes.EMPTY);
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(attempt.checkoutId().value())
                .terminate("by hand");

        assertThatExceptionOfType(NotDurableException.class).isThrownBy(() -> inbox.accept(completed("e1")));
        assertThat(counted("late_completion")).isZero();
    }

    @Test
    void anEventWithoutMoneyAfterTheEndIsAcknowledgedAndCountedAsLate() throws NotDurableException {
        startRun();
        end();
        inbox.accept(
                notification(EventKind.REQUEST_EXPIRED, "e1", REQUEST, attempt.paymentRequestReference(), null, null));
        assertThat(counted("late")).isEqualTo(1);
        assertThat(counted("unknown")).isZero();
    }

    @Test
    void whatKlarnaSaysAfterThePaymentIsNotLate() throws NotDurableException {
        startRun(SearchAttributes.newBuilder()
                .set(SearchAttributeKeys.CHECKOUT_STATUS, "AUTHORIZED")
                .build());
        end();
        inbox.accept(completed("e1"));
        assertThat(counted("late")).isZero();
        assertThat(counted("after_payment")).isEqualTo(1);
    }

    @Test
    void anEventOfACheckoutThatNobodyKnowsIsAcknowledged() throws NotDurableException {
        inbox.accept(completed("e1"));
        assertThat(counted("unknown")).isEqualTo(1);
        assertThat(counted("late")).isZero();
    }

    @Test
    void aReferenceThatIsNotOursIsNobodys() throws NotDurableException {
        inbox.accept(notification(
                EventKind.REQUEST_COMPLETED, "e1", REQUEST, new PaymentRequestReference("order-42"), null, TOKEN));
        assertThat(counted("unknown")).isEqualTo(1);
    }

    @Test
    void withoutAReferenceAServerThatCannotListMakesKlarnaSendAgain() {
        assertThatExceptionOfType(NotDurableException.class)
                .isThrownBy(() ->
                        inbox.accept(notification(EventKind.REQUEST_COMPLETED, "e1", REQUEST, null, null, TOKEN)));
        assertThat(counted("delivered")).isZero();
    }

    @Test
    void whileTemporalIsAwayKlarnaIsToSendAgainWithinTenSeconds() {
        var away = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .build());
        var start = Instant.now();
        var nobody = WorkflowClient.newInstance(away);
        try (var nowhere = new CheckoutRuns(nobody, new Recoveries(nobody, meters))) {
            var cutOff = new CheckoutInbox(nowhere, SEAL, meters, Duration.ZERO);
            assertThatExceptionOfType(NotDurableException.class).isThrownBy(() -> cutOff.accept(completed("e1")));
        } finally {
            away.shutdownNow();
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(9));
    }

    private void startRun() {
        startRun(SearchAttributes.EMPTY);
    }

    private void startRun(SearchAttributes attributes) {
        start(input(), attributes);
    }

    private CheckoutInput input() {
        var begun = Instant.parse("2026-03-02T09:00:00Z");
        return new CheckoutInput(
                attempt,
                new MerchantId("acme"),
                new PartnerAccountId("krn:account"),
                "order-1",
                new PaymentDetails(11836, "EUR", Capture.LATER, null, null, null, null, null),
                new StepUpConfig(
                        attempt.paymentRequestReference(),
                        InteractionMethod.HANDOVER,
                        null,
                        null,
                        new InteractionExpiry("PT1H", null)),
                null,
                begun,
                begun.plus(Duration.ofMinutes(30)),
                Duration.ofMinutes(3),
                false,
                null);
    }

    private void start(@Nullable Object input, SearchAttributes attributes) {
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "CheckoutWorkflow",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(attempt.checkoutId().value())
                                .setTaskQueue("listening")
                                .setTypedSearchAttributes(attributes)
                                .build())
                .start(input);
    }

    private void end() {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(attempt.checkoutId().value());
        run.signal("customerReturned");
        run.getResult(Checkout.class);
    }

    private KlarnaEvent endAndHear() {
        end();
        return ListeningRun.HEARD.stream()
                .filter(event -> attempt.paymentRequestReference().equals(event.paymentRequestReference()))
                .findFirst()
                .orElseThrow();
    }

    private long signals() {
        return temporal.getWorkflowClient().fetchHistory(attempt.checkoutId().value()).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
                .count();
    }

    private double counted(String what) {
        return meters.counter("kassa.webhook." + what).count();
    }

    private Notification completed(String eventId) {
        return notification(
                EventKind.REQUEST_COMPLETED, eventId, REQUEST, attempt.paymentRequestReference(), null, TOKEN);
    }

    private static Notification notification(
            EventKind kind,
            String eventId,
            @Nullable PaymentRequestId id,
            @Nullable PaymentRequestReference reference,
            @Nullable PaymentTransactionReference transaction,
            @Nullable PaymentToken token) {
        return new Notification(
                kind,
                kind.name(),
                eventId,
                Instant.parse("2026-03-02T09:14:07.1Z"),
                new PartnerAccountId("krn:account"),
                id,
                reference,
                "PARTNER_CANCELED",
                transaction == null ? null : new PaymentTransactionId("krn:transaction"),
                transaction,
                token);
    }
}
