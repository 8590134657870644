package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.notification.Notifications;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Klarna's events doubled, late, out of order, before the answer, of another attempt or another Payment Request. */
class NewsTest {
    @RegisterExtension
    final World world = new World();

    @Test
    void aDoubledCompletionMakesOneTransaction() {
        world.sandbox.webhookFaults().all(WebhookFault.DOUBLED);
        var checkout = world.start();

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        // Klarna's event of the payment may undo the task that made it: the same call is then made again, and replayed.
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(LedgerEntry::idempotencyKey)
                .containsOnly(world.calls(Operation.FINAL_AUTHORIZE).getFirst().idempotencyKey());
    }

    @Test
    void aCompletionThatComesBeforeTheAuthorizeIsAnsweredIsActedOn() {
        world.sandbox.faults().next(Operation.AUTHORIZE, Fault.delayedAnswer(Duration.ofSeconds(1)));
        var checkout = world.begin();
        checkout.awaitAtKlarna();

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void eventsOutOfOrderDoNoHarm() {
        world.sandbox.webhookFaults().all(WebhookFault.REORDERED);
        var checkout = world.start();

        checkout.customer().approve();
        world.pass(Duration.ofMinutes(2));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void aLateCompletionOfAClosedRunMovesNothing() {
        var checkout = world.start();
        checkout.customer().approve();
        world.deliver();
        checkout.end();
        int events = checkout.eventTypes().size();

        world.sandbox.deliveries().stream()
                .map(WebhookDelivery::eventId)
                .distinct()
                .forEach(world.sandbox::resend);
        world.deliver();

        assertThat(checkout.eventTypes()).hasSize(events);
        assertThat(world.sandbox.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.status())
                        .as("a late event is acknowledged")
                        .isEqualTo(200));
    }

    @Test
    void newsOfAnOlderAttemptNeverMovesTheNewerOne() throws Exception {
        var first = world.start();
        first.cancel().getResult();
        first.ended();
        var second = world.start(World.restartOf(first));

        world.deliver();
        world.sandbox.deliveries().stream()
                .map(WebhookDelivery::eventId)
                .distinct()
                .forEach(world.sandbox::resend);
        world.deliver();

        assertThat(second.status()).isEqualTo(AWAITING_CUSTOMER);
        second.customer().approve();
        world.deliver();
        assertThat(second.end().status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void anOlderAttemptThatTurnsOutPaidKeepsTheNewerOneFromBeingFinalized() throws Exception {
        var second = restarted();

        var ended = toldThatTheFirstWasPaid(second);

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
        assertThat(world.sandbox.judgement().openPaymentRequests()).isEmpty();
    }

    @Test
    void aCustomerWhoCompletedTheNewerAttemptTooPaysOnce() throws Exception {
        var second = restarted();
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        second.customer().approve();

        var ended = toldThatTheFirstWasPaid(second);

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
    }

    private RunningCheckout restarted() throws Exception {
        var first = world.start();
        first.cancel().getResult();
        first.ended();
        return world.start(World.restartOf(first));
    }

    /** Ends paid by the first attempt's transaction. */
    private Checkout toldThatTheFirstWasPaid(RunningCheckout second) {
        var paid = new PaymentTransactionId("krn:payment:eu1:transaction:of-the-first");
        var references = second.input().references();
        second.hears(new KlarnaEvent(
                KlarnaEvent.Kind.TRANSACTION_AUTHORIZED,
                null,
                new AttemptReferences(references.checkoutId(), references.birth(), 1).paymentRequestReference(),
                world.now(),
                null,
                paid,
                null));
        var ended = second.end();
        assertThat(ended.paymentTransaction())
                .satisfies(transaction ->
                        assertThat(transaction.paymentTransactionId()).isEqualTo(paid));
        return ended;
    }

    @Test
    void anEventWhoseIdNamesAnotherPaymentRequestMovesNothing() {
        var checkout = world.start();

        checkout.hears(new KlarnaEvent(
                KlarnaEvent.Kind.REQUEST_CANCELED,
                new PaymentRequestId("krn:payment:eu1:request:somebody-elses"),
                checkout.input().references().paymentRequestReference(),
                world.now(),
                null,
                null,
                null));
        checkout.customerReturns();
        checkout.becomes(_ -> !world.calls(Operation.READ).isEmpty());

        assertThat(checkout.status()).isEqualTo(AWAITING_CUSTOMER);
    }

    @Test
    void anAmendmentIsConfirmedInTheEnd() throws Exception {
        var checkout = world.start();

        var answer = checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null))
                .getResult();
        checkout.customer().approve();
        world.deliver();

        assertThat(answer.result()).isEqualTo(AmendAnswer.Result.AMENDED);
        assertThat(checkout.end().paymentTransaction())
                .satisfies(transaction -> assertThat(transaction.amount()).isEqualTo(9500));
    }

    @Test
    void anAmendmentOfACustomerWhoIsAlreadyAtKlarnaIsRefused() throws Exception {
        var checkout = world.start();
        checkout.customer().enter();

        var answer = checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null))
                .getResult();

        assertThat(answer.result()).isEqualTo(AmendAnswer.Result.NOT_AMENDABLE);
        assertThat(answer.checkout().amount()).isEqualTo(11836);
    }

    @Test
    void afterAnUnansweredAmendmentTheAmountIsTheOneThatKlarnaReports() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.UPDATE, Fault.RESET_AFTER);
        var amend = checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null));
        checkout.becomes(_ -> world.calls(Operation.UPDATE).stream().anyMatch(call -> call.effect() == Effect.UPDATED));

        checkout.customer().approve();
        world.deliver();
        var ended = checkout.end();

        assertThat(amend.getResultAsync())
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(answer -> assertThat(answer.result()).isEqualTo(AmendAnswer.Result.UNANSWERED));
        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.paymentTransaction())
                .satisfies(transaction -> assertThat(transaction.amount()).isEqualTo(9500));
    }

    @Test
    void theMerchantIsToldOfEachEndAndOfNothingElse() throws Exception {
        var canceled = world.start(World.tellsMerchant());
        canceled.cancel().getResult();
        canceled.ended();
        var untold = world.start();
        untold.cancel().getResult();
        untold.ended();

        assertThat(world.told).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(MerchantEvent.Type.CANCELED);
            assertThat(event.checkout().status()).isEqualTo(CANCELED);
        });
        assertThat(canceled.eventTypes()).hasSize(untold.eventTypes().size() + 1);
    }

    @Test
    void theMerchantIsToldOfAPaymentOnceAndOnlyWhenItIsConfirmed() {
        var checkout = world.start(World.tellsMerchant());
        checkout.customer().approve();
        world.deliver();
        checkout.end();

        assertThat(world.told).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(MerchantEvent.Type.AUTHORIZED);
            assertThat(event.checkout().status()).isEqualTo(AUTHORIZED);
        });
    }

    @Test
    void aNotificationIsARunOfItsOwnAndCostsTheCheckoutOneEvent() throws Exception {
        var notifications = new Notifications(world.client());
        world.notices = notifications;
        var told = world.start(World.tellsMerchant());
        told.cancel().getResult();
        told.ended();
        var untold = world.start();
        untold.cancel().getResult();
        untold.ended();

        assertThat(told.eventTypes()).hasSize(untold.eventTypes().size() + 1);
        var run = told.input().references().checkoutId() + "-1-canceled";
        assertThat(world.client().newUntypedWorkflowStub(run).describe().getTaskQueue())
                .as("nobody delivers here, and the checkout has ended all the same")
                .isEqualTo(Notifications.TASK_QUEUE);
    }
}
