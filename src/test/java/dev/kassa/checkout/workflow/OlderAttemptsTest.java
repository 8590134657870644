package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The customer completes an attempt after which there was a restart: it is paid for once, or not at all. */
class OlderAttemptsTest {
    private static final PaymentTransactionId PAID =
            new PaymentTransactionId("krn:payment:eu1:transaction:of-the-first");

    @RegisterExtension
    final World world = new World();

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void ofAnOlderAttemptThatTurnsOutPaidTheMerchantIsTold() throws Exception {
        var first = world.start(World.tellsMerchant());
        first.cancel().getResult();
        first.ended();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));

        second.hears(Events.paid(first, PAID));

        assertThat(second.end().status()).isEqualTo(AUTHORIZED);
        second.ended();
        assertThat(told())
                .containsExactly(
                        MerchantEvent.Type.CANCELED, MerchantEvent.Type.AUTHORIZED, MerchantEvent.Type.LATE_COMPLETION);
        assertThat(world.sandbox.judgement().openPaymentRequests()).isEmpty();
        assertThat(world.transactions()).isZero();
    }

    @Test
    void theCompletionOfAnOlderAttemptIsConfirmedOnceTheNewerOneHasEndedUnpaid() {
        var first = world.start();
        first.terminate();
        var second = world.start(World.restartOf(first));
        second.cancel();
        second.until(second::isClosed);

        first.customer().approve();
        // Where this machine is too slow to make it durable in time, Klarna sends it again after 10 s.
        world.pass(Duration.ofMinutes(1));
        var ended = second.becomes(AUTHORIZED);

        assertThat(ended.attempt()).as("a restart counts from here").isEqualTo(2);
        assertThat(ended.paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionReference())
                        .isEqualTo(first.input().references().paymentTransactionReference()));
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void aCompletionOfAnOlderAttemptWaitsUntilTheNewerOneHasEndedUnpaid() throws Exception {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));

        completes(first);
        assertThat(second.status()).isEqualTo(AWAITING_CUSTOMER);
        assertThat(second.cancel().getResult().status()).isEqualTo(CANCELED);

        var ended = second.ended();
        assertPaidByTheFirst(ended, first);
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void aCompletionOfAnOlderAttemptIsNotConfirmedWhereTheNewerOneIsPaid() {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));

        completes(first);
        second.customer().approve();
        world.deliver();

        assertThat(second.end().paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionReference())
                        .isEqualTo(second.input().references().paymentTransactionReference()));
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aNewerAttemptThatAnOperatorCanceledLeavesTheOlderOnesCompletionToTheSameRun() {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));

        completes(first);
        second.stub().cancel();

        assertPaidByTheFirst(second.endedByUi(), first);
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void aNewerAttemptThatWasTerminatedTakesTheOlderOnesCompletionIntoItsRecovery() {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));
        completes(first);
        second.terminate();

        assertThat(recoveries().recover(second.input().references().checkoutId()))
                .isTrue();

        assertPaidByTheFirst(second.ended(), first);
    }

    @Test
    void theCompletionOfAnOlderAttemptWhoseTokenDiesMeanwhileChangesNothing() {
        var first = leftOpen();
        var second = world.start(
                World.tellsMerchant(),
                World.session(Duration.ofHours(3)),
                World.expiry("PT4H"),
                World.restartOf(first));

        completes(first);
        world.pass(Duration.ofHours(3).plusMinutes(10));

        second.ended();
        assertThat(told()).containsExactly(MerchantEvent.Type.EXPIRED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
        assertThat(world.sandbox.judgement().openPaymentRequests()).isEmpty();
    }

    @Test
    void theMerchantIsToldOfASecondPaymentAndItIsCountedAsOne() {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));
        second.customer().approve();
        world.deliver();
        second.end();
        second.ended();

        assertThat(recover(second, Events.paid(second, new PaymentTransactionId("again"))))
                .as("the same Payment Request's")
                .isEqualTo(Recoveries.Late.PAID);
        assertThat(recover(second, Events.paid(first, PAID))).isEqualTo(Recoveries.Late.TAKEN);

        assertThat(second.ended().paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionId()).isEqualTo(PAID));
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED, MerchantEvent.Type.LATE_COMPLETION);
        assertThat(secondPayments()).isEqualTo(1);
        assertThat(recover(second, Events.paid(first, PAID))).as("told again").isEqualTo(Recoveries.Late.PAID);
    }

    @Test
    void aSecondPaymentIsSeenWhereTheRunEndedPaidByTheOlderAttempt() {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().allOf("payment.transaction.state-change.authorized", WebhookFault.LOST);
        second.customer().approve();
        world.deliver();
        second.until(() -> world.transactions() == 1);
        second.hears(Events.paid(first, PAID));
        assertThat(second.end().paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionId()).isEqualTo(PAID));
        second.ended();
        var unanswered = new PaymentTransactionId("krn:payment:eu1:transaction:unanswered");

        assertThat(recover(second, Events.paid(first, PAID))).as("told again").isEqualTo(Recoveries.Late.PAID);
        assertThat(recover(second, Events.paid(second, unanswered))).isEqualTo(Recoveries.Late.TAKEN);

        assertThat(second.ended().paymentTransaction()).satisfies(paid -> {
            assertThat(paid.paymentTransactionId()).isEqualTo(unanswered);
            assertThat(paid.paymentTransactionReference())
                    .isEqualTo(second.input().references().paymentTransactionReference());
        });
        assertThat(told())
                .containsExactly(
                        MerchantEvent.Type.AUTHORIZED,
                        MerchantEvent.Type.LATE_COMPLETION,
                        MerchantEvent.Type.LATE_COMPLETION);
        assertThat(secondPayments()).isEqualTo(1);
        assertThat(recover(second, Events.paid(second, unanswered))).isEqualTo(Recoveries.Late.PAID);
        assertThat(recover(second, Events.paid(first, PAID))).isEqualTo(Recoveries.Late.PAID);
    }

    @Test
    void theMerchantIsToldOfAnOlderAttemptsPaymentThatTheNewerOnesDidNotStop() {
        var first = leftOpen();
        world.sandbox.plan().nextAuthorize(Result.APPROVED);
        world.sandbox.faults().next(Operation.AUTHORIZE, 4, Fault.RESET_BEFORE);
        var second = world.begin(World.tellsMerchant(), World.restartOf(first));
        second.becomes(_ -> world.calls(Operation.AUTHORIZE).size() >= 3);

        var paidTheFirst = Events.paid(first, PAID);
        second.hears(paidTheFirst);
        world.pass(Duration.ofMinutes(5));

        var own = second.end().paymentTransaction();
        second.ended();
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED, MerchantEvent.Type.LATE_COMPLETION);
        assertThat(world.told)
                .extracting(event -> event.checkout().paymentTransaction())
                .satisfiesExactly(
                        paid -> assertThat(paid).isEqualTo(own),
                        paid -> assertThat(requireNonNull(paid).paymentTransactionId())
                                .isEqualTo(PAID));
        assertThat(recover(second, paidTheFirst)).as("told again").isEqualTo(Recoveries.Late.OF_NO_CONSEQUENCE);
    }

    /** Terminated, and restarted before anybody has seen to its Payment Request. */
    private RunningCheckout leftOpen() {
        var first = world.start(World.tellsMerchant());
        first.terminate();
        return first;
    }

    private void completes(RunningCheckout older) {
        older.customer().approve();
        world.deliver();
        assertThat(world.sandbox.deliveries())
                .filteredOn(delivery -> delivery.eventType().endsWith("completed"))
                .extracting(WebhookDelivery::status)
                .containsExactly(200);
    }

    private void assertPaidByTheFirst(Checkout ended, RunningCheckout first) {
        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.attempt()).as("a restart counts from here").isEqualTo(2);
        assertThat(ended.paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionReference())
                        .isEqualTo(first.input().references().paymentTransactionReference()));
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    private Recoveries.Late recover(RunningCheckout checkout, KlarnaEvent event) {
        return recoveries().recover(checkout.input().references().checkoutId(), event);
    }

    private Recoveries recoveries() {
        return new Recoveries(world.client(), meters);
    }

    private double secondPayments() {
        return meters.counter("kassa.recoveries", "cause", "second_payment").count();
    }

    private List<MerchantEvent.Type> told() {
        return world.told.stream().map(MerchantEvent::type).toList();
    }
}
