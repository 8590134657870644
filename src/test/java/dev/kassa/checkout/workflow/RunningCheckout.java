package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.sandbox.Customer;
import dev.kassa.sandbox.PaymentRequestView;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** One checkout under test, seen as its callers see it. */
record RunningCheckout(World world, CheckoutInput input, WorkflowStub stub, CompletableFuture<Started> started) {
    /** Longer than any real time a test needs; nothing waits it out. */
    private static final Duration REAL_TIME = Duration.ofSeconds(20);

    /** Not the common pool: on two cores it is a single thread, and the JDK's HTTP client needs it. */
    private static final Executor CALLERS = Executors.newVirtualThreadPerTaskExecutor();

    static RunningCheckout begin(World world, CheckoutInput input) {
        var stub = world.client().newWorkflowStub(CheckoutWorkflow.class, options(input));
        var start = new WithStartWorkflowOperation<>(stub::run, input);
        var started = CompletableFuture.supplyAsync(
                () -> WorkflowClient.executeUpdateWithStart(
                        stub::awaitAuthorization,
                        input.references().attempt(),
                        UpdateOptions.<Started>newBuilder()
                                .setUpdateId("authorize-" + input.references().attempt())
                                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                                .build(),
                        start),
                CALLERS);
        var id = input.references().checkoutId().value();
        var run = new RunningCheckout(world, input, world.client().newUntypedWorkflowStub(id), started);
        run.awaitRun();
        return run;
    }

    /** A run whose first task comes late, as when every worker is down for so long; nobody waits for its answer. */
    static RunningCheckout beginLate(World world, CheckoutInput input, Duration late) {
        var options = WorkflowOptions.newBuilder(options(input))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                .setStartDelay(late)
                .build();
        WorkflowClient.start(world.client().newWorkflowStub(CheckoutWorkflow.class, options)::run, input);
        var id = input.references().checkoutId().value();
        return new RunningCheckout(world, input, world.client().newUntypedWorkflowStub(id), new CompletableFuture<>());
    }

    private static WorkflowOptions options(CheckoutInput input) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(input.references().checkoutId().value())
                .setTaskQueue(World.TASK_QUEUE)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchAttributeKeys.CHECKOUT_STATUS, CheckoutStatus.AUTHORIZING.name())
                        .set(SearchAttributeKeys.MERCHANT_ID, input.merchantId().value())
                        .set(SearchAttributeKeys.CHECKOUT_REFERENCE, input.reference())
                        .set(
                                SearchAttributeKeys.CHECKOUT_AMOUNT,
                                input.payment().amount())
                        .set(
                                SearchAttributeKeys.CHECKOUT_CURRENCY,
                                input.payment().currency())
                        .set(
                                SearchAttributeKeys.SESSION_EXPIRES_AT,
                                input.sessionExpiresAt().atOffset(ZoneOffset.UTC))
                        .build())
                .setStaticSummary(input.merchantId() + " " + input.reference())
                .build();
    }

    /** Returns when the first authorize is answered. */
    RunningCheckout authorized() {
        assertThat(started).succeedsWithin(REAL_TIME);
        return this;
    }

    String reference() {
        return input.references().paymentRequestReference().value();
    }

    Customer customer() {
        return world.sandbox.customer(reference());
    }

    PaymentRequestView atKlarna() {
        return world.sandbox.find(reference()).orElseThrow();
    }

    /** Waits in real time until Klarna has a Payment Request, whatever we know of it. */
    void awaitAtKlarna() {
        Awaitility.await()
                .atMost(REAL_TIME)
                .until(() -> world.sandbox.find(reference()).isPresent());
    }

    /**
     * Waits in real time until Temporal has this attempt's run; time that passes before would make it a late one. Without
     * a query, which would cost the test server's history a workflow task.
     */
    private void awaitRun() {
        Awaitility.await()
                .atMost(REAL_TIME)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> !stub.describe()
                        .getExecutionTime()
                        .isBefore(input.createdAt().minusMillis(1)));
    }

    PaymentRequestId paymentRequestId() {
        return new PaymentRequestId(atKlarna().id());
    }

    /** As from the inbox, which has verified it. */
    void hears(KlarnaEvent event) {
        stub.signal("paymentRequestChanged", event);
    }

    Checkout now() {
        return stub.query("status", Checkout.class);
    }

    CheckoutStatus status() {
        return now().status();
    }

    /** Waits in real time, without moving the clock, until the checkout is as expected. */
    Checkout becomes(CheckoutStatus status) {
        return becomes(checkout -> checkout.status() == status);
    }

    Checkout becomes(Predicate<Checkout> expectation) {
        return Awaitility.await()
                .atMost(REAL_TIME)
                .pollInterval(Duration.ofMillis(20))
                .until(this::now, expectation);
    }

    /** Waits in real time until the run is over, and answers its result. */
    Checkout end() {
        becomes(checkout -> checkout.status().isFinal());
        return ended();
    }

    /** Waits in real time for something that needs no query: a query may cost the test server's history a task. */
    void until(BooleanSupplier expectation) {
        Awaitility.await().atMost(REAL_TIME).pollInterval(Duration.ofMillis(20)).until(expectation::getAsBoolean);
    }

    /** The result of a run that is over in any status. */
    Checkout ended() {
        try {
            return stub.getResult(REAL_TIME.toSeconds(), TimeUnit.SECONDS, Checkout.class);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError("the run is not over: " + now(), late);
        }
    }

    /** The checkout after a cancellation from the UI; Temporal closes such a run without a result, but answers queries. */
    Checkout endedByUi() {
        Awaitility.await()
                .atMost(REAL_TIME)
                .until(() -> stub.describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
        return now();
    }

    /** As an operator does in the UI: the run hears nothing of it and cannot clean up. */
    void terminate() {
        stub.terminate("by hand");
        Awaitility.await().atMost(REAL_TIME).until(this::isClosed);
    }

    WorkflowUpdateHandle<Checkout> cancel() {
        return update("cancel", Checkout.class, new CancelRequest("customer_abandoned"));
    }

    <R> WorkflowUpdateHandle<R> update(String name, Class<R> result, Object argument) {
        return stub.startUpdate(name, WorkflowUpdateStage.ACCEPTED, result, argument);
    }

    /** Whether the run is over; asks no worker. */
    boolean isClosed() {
        return stub.describe().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    void customerReturns() {
        stub.signal("customerReturned");
    }

    List<HistoryEvent> history() {
        return fetchHistory().getEvents();
    }

    WorkflowExecutionHistory fetchHistory() {
        return world.client().fetchHistory(input.references().checkoutId().value());
    }

    List<EventType> eventTypes() {
        return history().stream().map(HistoryEvent::getEventType).toList();
    }
}
