package dev.kassa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.workflow.AuthorizeCommand;
import dev.kassa.checkout.workflow.AuthorizeOutcome;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.Look;
import dev.kassa.checkout.workflow.RequestCommand;
import dev.kassa.checkout.workflow.Started;
import dev.kassa.checkout.workflow.UpdateCommand;
import dev.kassa.checkout.workflow.UpdateOutcome;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.secret.PayloadJson;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** The naive workflow is no straw man: it pays, and it cancels what nobody paid. What it costs in events is printed. */
class NaiveCheckoutWorkflowTest {
    private static final String QUEUE = "naive";

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options());
    private final Answers klarna = new Answers();

    @BeforeEach
    void start() {
        var worker = temporal.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(NaiveCheckoutWorkflow.class);
        worker.registerActivitiesImplementations(klarna);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void aCustomerWhoApprovesHasPaidAfterTwentySevenEvents() {
        var stub = begin();

        stub.signal("paymentRequestChanged", completed());
        var ended = stub.getResult(Checkout.class);

        assertThat(ended.status()).isEqualTo(CheckoutStatus.AUTHORIZED);
        var events = events();
        System.out.println("NAIVE: " + events.size() + " events: " + String.join(", ", events));
        assertThat(events).hasSize(27);
    }

    @Test
    void aCustomerWhoStaysAwayIsCanceledAtTheSessionsEnd() {
        var stub = begin();

        temporal.sleep(Duration.ofMinutes(31));

        assertThat(stub.getResult(Checkout.class).status()).isEqualTo(CheckoutStatus.EXPIRED);
        assertThat(klarna.canceled).isTrue();
    }

    private WorkflowStub begin() {
        var input = input();
        var id = input.references().checkoutId().value();
        var client = temporal.getWorkflowClient();
        var stub = client.newWorkflowStub(
                CheckoutWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(QUEUE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .build());
        var started = WorkflowClient.executeUpdateWithStart(
                stub::awaitAuthorization,
                1,
                UpdateOptions.<Started>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .build(),
                new WithStartWorkflowOperation<>(stub::run, input));
        assertThat(started.checkout().status()).isEqualTo(CheckoutStatus.AWAITING_CUSTOMER);
        return client.newUntypedWorkflowStub(id);
    }

    private List<String> events() {
        return temporal
                .getWorkflowClient()
                .fetchHistory(input().references().checkoutId().value())
                .getEvents()
                .stream()
                .map(HistoryEvent::getEventType)
                .map(type -> type.name().substring("EVENT_TYPE_".length()))
                .toList();
    }

    private CheckoutInput input() {
        var references = new AttemptReferences(CheckoutId.of(new MerchantId("acme"), "order-1"), "b1", 1);
        var now = Instant.ofEpochMilli(temporal.currentTimeMillis());
        return new CheckoutInput(
                references,
                new MerchantId("acme"),
                new PartnerAccountId("krn:partner:global:account:test:HGBY07TR"),
                "order-1",
                new PaymentDetails(
                        11836, "EUR", Capture.LATER, null, JsonNodeFactory.instance.objectNode(), null, null, null),
                new StepUpConfig(
                        references.paymentRequestReference(),
                        InteractionMethod.HANDOVER,
                        "https://pay.example/return",
                        null,
                        new InteractionExpiry("PT1H", null)),
                null,
                now,
                now.plus(Duration.ofMinutes(30)),
                Duration.ofMinutes(3),
                false,
                null);
    }

    private KlarnaEvent completed() {
        return new KlarnaEvent(
                KlarnaEvent.Kind.REQUEST_COMPLETED,
                Answers.ID,
                null,
                Instant.ofEpochMilli(temporal.currentTimeMillis()),
                "sealed",
                null,
                null);
    }

    private static TestEnvironmentOptions options() {
        return TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(
                                new DefaultDataConverter(new Jackson3JsonPayloadConverter(PayloadJson.mapper())))
                        .build())
                .registerSearchAttribute("CheckoutStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build();
    }

    /** A Klarna that asks every customer, and approves whoever has approved. */
    private static final class Answers implements KlarnaActivities {
        private static final PaymentRequestId ID = new PaymentRequestId("krn:payment:eu1:request:1");

        private volatile boolean canceled;

        @Override
        public AuthorizeOutcome authorizePayment(AuthorizeCommand command) {
            return new AuthorizeOutcome.StepUp(request(PaymentRequestState.SUBMITTED));
        }

        @Override
        public Look readPaymentRequest(RequestCommand command) {
            return new Look.Stands(request(PaymentRequestState.SUBMITTED));
        }

        @Override
        public Look cancelPaymentRequest(RequestCommand command) {
            canceled = true;
            return new Look.Stands(request(PaymentRequestState.CANCELED));
        }

        @Override
        public UpdateOutcome updatePaymentRequest(UpdateCommand command) {
            throw new IllegalStateException("nobody amends");
        }

        @Override
        public FinalizeOutcome finalizeAuthorization(FinalizeCommand command) {
            var reference = command.references().paymentTransactionReference();
            var paid = new PaymentTransaction(
                    new PaymentTransactionId("krn:payment:eu1:transaction:1"), reference, 11836, "EUR", null);
            return new FinalizeOutcome.Approved(paid, null);
        }

        @Override
        public boolean anEarlierTaskDied() {
            return false;
        }

        @Override
        public void tellMerchant(MerchantId merchant, MerchantEvent event) {
            throw new IllegalStateException("nobody is told");
        }

        private static PaymentRequest request(PaymentRequestState state) {
            return new PaymentRequest(ID, null, state, null, null, null, "https://pay.example/1", null, null, null);
        }
    }
}
