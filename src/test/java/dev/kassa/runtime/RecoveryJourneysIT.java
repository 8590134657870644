package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.operations.reconciler.Reconciler;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.WebhookFault;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An operator presses Terminate or Reset; Klarna's ledger says what came of it within one period of the schedule. */
@RealServer.Needed(because = "the embedded one has neither schedules nor lists nor Reset")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(KassaProcess.ONE_CLASS_AT_ONCE)
@Timeout(180)
class RecoveryJourneysIT {
    /** The shortest period that is allowed, a list that is seconds behind, and a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Installation installation = new Installation();
    private final KassaProcess kassa = installation.kassa;
    private final Shop shop = installation.shop;
    private final Sandbox klarna = installation.klarna;
    private final OwnNamespace temporal = installation.temporal;

    @BeforeAll
    void startAsInProduction() {
        kassa.set("kassa.reconciler.every", "PT10S");
        installation.startAndServe();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void aWaitingCheckoutThatIsTerminatedIsCanceledAtKlarnaWithinOnePeriod() {
        var order = Order.any();
        var started = shop.starts(order);

        temporal.terminate(started.id());

        becomes(started.id(), "CANCELED");
        assertThat(shop.asksFor(started.id()).text("/reason")).isEqualTo("operator_canceled");
        assertThat(books(order).paymentRequest().state()).isEqualTo(RequestState.CANCELED);
        books(order).showNoPayment();
        assertThat(shop.restarts(started.id()).status()).isEqualTo(201);
    }

    @Test
    void aServiceThatFindsAScheduleGivesItItsOwnPeriod() {
        try (var second = new KassaProcess()) {
            second.servesAcme(temporal, klarna);
            second.set("kassa.reconciler.every", "PT11S");
            second.start();

            Awaitility.await().atMost(BOUND).until(this::secondsBetweenTwoLooks, seconds -> seconds == 11);
        }
    }

    private long secondsBetweenTwoLooks() {
        return temporal.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeSchedule(DescribeScheduleRequest.newBuilder()
                        .setNamespace(temporal.name())
                        .setScheduleId(Reconciler.ID)
                        .build())
                .getSchedule()
                .getSpec()
                .getInterval(0)
                .getInterval()
                .getSeconds();
    }

    @Test
    void untilKlarnaWasAskedNobodyIsToldThatATerminatedCheckoutIsUnpaid() {
        var order = Order.any();
        var started = shop.starts(order);
        klarna.faults().nextFor(order.reference(), Operation.READ, 3, Fault.UNAVAILABLE_503);

        temporal.terminate(started.id());

        assertThat(shop.asksFor(started.id()).state()).isEqualTo("UNCONFIRMED");
        assertThat(shop.asksFor(started.id()).text("/reason")).isEqualTo("run_ended");
        assertThat(shop.cancels(started.id()).text("/type")).isEqualTo("/problems/outcome-unknown");
        assertThat(shop.restarts(started.id()).text("/type")).isEqualTo("/problems/not-restartable");
        assertThat(shop.asks("PATCH", "/v1/checkouts/" + started.id(), "{\"amount\": 1}")
                        .text("/type"))
                .isEqualTo("/problems/not-amendable");
        assertThat(shop.starts(order).status()).isEqualTo(200);
        becomes(started.id(), "CANCELED");
        books(order).showNoPayment();
    }

    @Test
    void whatTheAuthorizeOfATerminatedCheckoutBroughtIsCanceled() {
        var order = Order.any();
        klarna.faults().nextFor(order.reference(), Operation.AUTHORIZE, 5, Fault.RESET_AFTER);
        var unheard = installation.inBackground(() -> shop.starts(order));
        books(order).await(Effect.CREATED_REQUEST);

        temporal.terminate(order.checkoutId("acme"));

        assertThat(unheard).succeedsWithin(BOUND);
        becomes(order.checkoutId("acme"), "CANCELED");
        assertThat(books(order).count(Effect.CREATED_REQUEST)).isEqualTo(1);
        books(order).showNoPayment();
    }

    @Test
    void aCheckoutThatIsTerminatedWhileItsPaymentIsConfirmedIsPaidOnce() {
        var order = Order.any();
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 3, Fault.RESET_AFTER);
        var started = shop.starts(order);
        klarna.customer(order.reference()).approve();
        assertThat(shop.cancels(started.id()).text("/type")).isEqualTo("/problems/already-completed");
        books(order).await(Effect.CREATED_TRANSACTION);

        temporal.terminate(started.id());

        becomes(started.id(), "AUTHORIZED");
        books(order).showOnePayment();
    }

    @Test
    void aCustomerWhoCompletesATerminatedCheckoutIsServed() {
        var order = Order.any();
        var started = shop.starts(order);
        temporal.terminate(started.id());

        klarna.customer(order.reference()).approve();

        becomes(started.id(), "AUTHORIZED");
        books(order).showOnePayment();
    }

    @Test
    void aCheckoutThatIsResetGoesOnAndIsPaidOnce() {
        var order = Order.any();
        var started = shop.starts(order);

        temporal.resetToItsFirstTask(started.id());
        becomes(started.id(), "AWAITING_CUSTOMER");
        klarna.customer(order.reference()).approve();

        becomes(started.id(), "AUTHORIZED");
        assertThat(books(order).count(Effect.CREATED_REQUEST)).isEqualTo(1);
        books(order).showOnePayment();
    }

    @Test
    void whatWasAmendedBeforeAResetIsWhatIsPaid() {
        var order = Order.any();
        var started = amendedAndReset(order);

        klarna.customer(order.reference()).approve();

        assertPaidAsAmended(started, order);
    }

    @Test
    void whatWasAmendedBeforeAResetIsWhatARecoveryConfirms() {
        var order = Order.any();
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 3, Fault.RESET_BEFORE);
        var started = amendedAndReset(order);
        klarna.customer(order.reference()).approve();
        assertThat(shop.cancels(started.id()).text("/type")).isEqualTo("/problems/already-completed");
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> !books(order).calls(Operation.FINAL_AUTHORIZE).isEmpty());

        temporal.terminate(started.id());

        assertPaidAsAmended(started, order);
    }

    /** The server has the new run hear the amendment before it knows a Payment Request. */
    private Shop.Answer amendedAndReset(Order order) {
        var started = shop.starts(order);
        var amended = shop.asks("PATCH", "/v1/checkouts/" + started.id(), "{\"amount\": 9500}");
        assertThat(amended.status()).isEqualTo(200);
        temporal.resetToItsFirstTask(started.id());
        becomes(started.id(), "AWAITING_CUSTOMER");
        return started;
    }

    private void assertPaidAsAmended(Shop.Answer started, Order order) {
        becomes(started.id(), "AUTHORIZED");
        assertThat(shop.asksFor(started.id()).text("/amount")).isEqualTo("9500");
        assertThat(books(order).calls(Operation.FINAL_AUTHORIZE))
                .as("the same body each time")
                .extracting(LedgerEntry::bodySha256)
                .containsOnly(
                        books(order).calls(Operation.FINAL_AUTHORIZE).getFirst().bodySha256());
        books(order).showOnePayment();
    }

    @Test
    void aCheckoutThatIsResetAndCanceledLeavesNothingOpen() {
        var order = Order.any();
        var started = shop.starts(order);

        temporal.resetToItsFirstTask(started.id());
        becomes(started.id(), "AWAITING_CUSTOMER");
        assertThat(shop.cancels(started.id()).status()).isEqualTo(200);

        books(order).showNoPayment();
    }

    @Test
    void aCanceledCheckoutThatIsResetFindsThatItIsCanceled() {
        var order = Order.any();
        var started = shop.starts(order);
        assertThat(shop.cancels(started.id()).status()).isEqualTo(200);

        temporal.resetToItsFirstTask(started.id());

        becomes(started.id(), "CANCELED");
        books(order).showNoPayment();
    }

    @Test
    void aRequestedCancellationCancelsAtKlarna() {
        var order = Order.any();
        var started = shop.starts(order);

        temporal.requestCancellation(started.id());

        becomes(started.id(), "CANCELED");
        books(order).showNoPayment();
    }

    private Books books(Order order) {
        return Books.of(klarna, order);
    }

    private void becomes(String checkoutId, String status) {
        Awaitility.await(status)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> shop.asksFor(checkoutId).state(), status::equals);
    }
}
