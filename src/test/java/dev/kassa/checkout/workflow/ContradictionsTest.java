package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Unknown;
import dev.kassa.sandbox.WebhookFault;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Things that come at the wrong moment, contradict each other, or name nothing. */
class ContradictionsTest {
    @RegisterExtension
    final World world = new World();

    private static final PaymentTransactionId PAID = new PaymentTransactionId("krn:payment:eu1:transaction:by-event");

    private void finalizingRefused(RunningCheckout checkout, int tries) {
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);
        checkout.becomes(_ -> world.calls(Operation.FINAL_AUTHORIZE).size() >= tries);
    }

    @Test
    void anAuthorizedEventInThePauseAfterARefusalEndsTheTries() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        finalizingRefused(checkout, 1);

        checkout.hears(Events.paid(checkout, PAID));
        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).hasSize(1);
    }

    @Test
    void aDoubledCompletionDoesNotStandInForKlarnasWordWhenTheTokenDied() {
        var checkout = world.start(World.session(Duration.ofHours(3)), World.expiry("PT3H"));
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        checkout.customer().approve();
        var completed = Events.of(checkout, KlarnaEvent.Kind.REQUEST_COMPLETED);
        world.deliver();
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(3));
        checkout.hears(completed);
        world.pass(Duration.ofMinutes(60));

        assertThat(checkout.status()).isEqualTo(CANCELING);
    }

    @Test
    void aSecondTokenWhoseTryWasNotAnsweredIsTriedAgain() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        checkout.customer().approve();
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400, Fault.RESET_BEFORE);
        var bogus = new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:network:eu1:test:session-token:other");
        checkout.hears(Events.completed(checkout, bogus));
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(70));

        assertThat(checkout.status()).isEqualTo(AUTHORIZED);
    }

    /** A key has one token only: so a repeat after a lost answer is the same once more, whatever kinds of token there are. */
    @ParameterizedTest
    @EnumSource
    void aSecondTokenWhoseAnswerWasLostIsTriedAgain(PaymentToken.Kind refused) {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        checkout.customer().approve();
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400, Fault.RESET_AFTER);
        checkout.hears(Events.completed(checkout, new PaymentToken(refused, "krn:network:eu1:test:token:other")));
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(70));

        assertThat(checkout.status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(LedgerEntry::effect)
                .endsWith(Effect.CREATED_TRANSACTION, Effect.REPLAYED);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    /** The first token was tried in time, and Klarna refused it. */
    @Test
    void aRefusalIsToldThoughTheSecondTokenWasNeverTaken() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        checkout.customer().approve();
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        var bogus = new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:network:eu1:test:session-token:other");
        checkout.hears(Events.completed(checkout, bogus));
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofHours(2));

        var ended = checkout.end();
        assertThat(ended.reason()).isEqualTo(Reason.REFUSED_BY_KLARNA);
        assertThat(ended.refusal()).isNotNull();
    }

    @Test
    void anAuthorizedEventThatNamesNoTransactionStopsNothing() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_BEFORE);
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);

        checkout.hears(Events.of(checkout, KlarnaEvent.Kind.TRANSACTION_AUTHORIZED));
        world.pass(Duration.ofMinutes(2));
        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void anEventWithoutAnIdBeforeTheFirstAnswerStopsNothing() {
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        var checkout = world.begin();
        checkout.awaitAtKlarna();

        checkout.hears(Events.withoutId(Events.of(checkout, KlarnaEvent.Kind.REQUEST_COMPLETED)));
        world.pass(Duration.ofMinutes(2));
        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(5));
        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void anOlderAttemptThatTurnsOutPaidStopsAFinalizationThatWasRefused() throws Exception {
        var first = world.start();
        first.cancel().getResult();
        first.ended();
        var second = world.start(World.restartOf(first));
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        finalizingRefused(second, 1);

        second.hears(Events.withoutId(Events.paid(first, PAID)));
        world.pass(Duration.ofMinutes(5));
        var ended = second.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .filteredOn(call -> call.effect() == Effect.CREATED_TRANSACTION)
                .isEmpty();
    }

    @Test
    void aDeclineOfANewerAttemptDoesNotHideThatTheOlderWasPaid() throws Exception {
        var first = world.start();
        first.cancel().getResult();
        first.ended();
        world.sandbox.plan().nextAuthorize(Result.DECLINED);
        world.sandbox.faults().next(Operation.AUTHORIZE, 4, Fault.RESET_BEFORE);
        var second = world.begin(World.restartOf(first));
        second.becomes(_ -> world.calls(Operation.AUTHORIZE).size() >= 2);

        second.hears(Events.withoutId(Events.paid(first, PAID)));
        world.pass(Duration.ofMinutes(5));

        assertThat(second.end().status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void aTokenThatNoReadEverShowedWasNeverTried() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start(World.session(Duration.ofHours(3)), World.expiry("PT3H"));
        checkout.hears(Events.of(checkout, KlarnaEvent.Kind.REQUEST_COMPLETED));
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(65));

        assertThat(checkout.now().reason()).isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(world.sandbox.judgement().openPaymentRequests()).isEmpty();
    }

    @Test
    void aRequestWhoseExpiryKlarnaNeverToldIsGoneOnceItIsDeleted() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        var checkout = world.begin(World.expiry("PT15M"));
        checkout.awaitAtKlarna();
        var bogus = new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:network:eu1:test:session-token:other");
        checkout.hears(Events.completed(checkout, bogus));
        world.pass(Duration.ofMinutes(70));
        world.pass(Duration.ofDays(3));

        assertThat(checkout.now().status().isFinal()).isTrue();
    }

    @Test
    void aDeclineWhoseConfirmingReadFailsEndsNothingThatIsStillOpen() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        world.sandbox.faults().next(Operation.READ, Fault.UNAVAILABLE_503);

        checkout.hears(Events.of(checkout, KlarnaEvent.Kind.REQUEST_DECLINED));
        checkout.becomes(_ -> !world.calls(Operation.READ).isEmpty());
        world.pass(Duration.ofMinutes(2));

        assertThat(checkout.status()).isEqualTo(AWAITING_CUSTOMER);
    }

    @Test
    void anExpiredEventThatUndoesTheFinalizationsTaskDoesNotHideThePayment() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        checkout.customer().approve();
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.delayedAnswer(Duration.ofMillis(1500)));
        checkout.customerReturns();
        org.awaitility.Awaitility.await()
                .until(() -> world.transactions() == 1
                        || !world.calls(Operation.FINAL_AUTHORIZE).isEmpty());

        checkout.hears(Events.of(checkout, KlarnaEvent.Kind.REQUEST_EXPIRED));
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void anAuthorizedEventHeardWhileCancelingIsNotForgotten() {
        var checkout = world.start(World.session(Duration.ofHours(3)), World.expiry("PT3H"));
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        world.pass(Duration.ofMinutes(60));
        checkout.becomes(CANCELING);

        checkout.hears(Events.paid(checkout, PAID));
        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void anUnansweredAmendmentDoesNotKeepTheRunFromLooking() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start(World.session(Duration.ofHours(3)), World.expiry("PT3H"));
        world.sandbox.faults().always(Operation.UPDATE, Fault.RESET_BEFORE);
        checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null));
        checkout.becomes(_ -> !world.calls(Operation.UPDATE).isEmpty());
        world.pass(Duration.ofMinutes(2));
        checkout.customer().approve();
        checkout.customerReturns();
        world.pass(Duration.ofMinutes(58));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
    }

    /** Klarna deletes what is confirmed, its events are lost, and the task that confirmed it was thrown away. */
    @Test
    void aRequestThatIsGoneAfterATaskWasLostIsNotCalledExpired() {
        world.sandbox.switchTo(Unknown.CompletedAfterFinalization.DELETED);
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.delayedAnswer(Duration.ofMillis(1500)));
        var checkout = world.start(World.expiry("PT15M"));
        checkout.customer().approve();
        checkout.customerReturns();
        checkout.until(() -> world.transactions() == 1);

        checkout.customerReturns();
        // The task after it looks, and Klarna's "not found" is too early to be believed.
        checkout.until(() -> checkout.eventTypes()
                .containsAll(List.of(
                        EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)));
        world.pass(Duration.ofMinutes(30));

        assertThat(checkout.becomes(UNCONFIRMED).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }
}
