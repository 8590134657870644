package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Reason;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a checkout ends that nobody paid, and what Klarna is left with. */
class UnpaidEndsTest {
    @RegisterExtension
    final World world = new World();

    @Test
    void aSessionThatNobodyUsesIsCanceledAtKlarnaWithinEighteenEvents() {
        // The event that echoes our own cancel is held back at the edge until the run has ended.
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start(World.session(Duration.ofMinutes(1)));

        world.pass(Duration.ofMinutes(1));
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(EXPIRED);
        assertThat(ended.reason()).isEqualTo(Reason.SESSION_TIMEOUT);
        assertThat(world.calls(Operation.CANCEL))
                .singleElement()
                .satisfies(call -> assertThat(call.effect()).isEqualTo(Effect.CANCELED));
        assertThat(world.calls(Operation.READ, Operation.CANCEL).getFirst().operation())
                .as("a look comes before every cancel")
                .isEqualTo(Operation.READ);
        assertThat(checkout.atKlarna().state()).isEqualTo(RequestState.CANCELED);
        assertThat(checkout.eventTypes()).hasSizeLessThanOrEqualTo(18);
    }

    @Test
    void theDefaultSessionOfThirtyMinutesTakesAtMostThirtyEvents() {
        var checkout = world.start();

        world.pass(Duration.ofMinutes(31));

        assertThat(checkout.end().reason()).isEqualTo(Reason.SESSION_TIMEOUT);
        assertThat(checkout.eventTypes()).hasSizeLessThanOrEqualTo(30);
    }

    @Test
    void aCustomerWhoPaysInTheLastSecondIsStillServed() {
        var checkout = world.start(World.session(Duration.ofMinutes(1)));
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        world.pass(Duration.ofSeconds(59));
        checkout.customer().approve();

        world.pass(Duration.ofSeconds(2));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.CANCEL)).isEmpty();
    }

    @Test
    void aMerchantsCancelIsAnsweredWithKlarnasWord() throws Exception {
        var checkout = world.start();

        var answer = checkout.cancel().getResult();

        assertThat(answer.status()).isEqualTo(CANCELED);
        assertThat(answer.reason()).isEqualTo(Reason.MERCHANT_CANCELED);
        assertThat(checkout.ended().status()).isEqualTo(CANCELED);
        assertThat(checkout.atKlarna().state()).isEqualTo(RequestState.CANCELED);
    }

    /** Temporal throws a task away into which a signal comes; the wish of an update that came with it is gone too. */
    @Test
    void aMerchantsCancelWhoseTaskIsLostToKlarnasEventIsStillTheMerchants() {
        var checkout = world.start();

        checkout.hears(canceled(checkout, "PARTNER_CANCELED"));

        assertThat(checkout.end().reason()).isEqualTo(Reason.MERCHANT_CANCELED);
    }

    @Test
    void aCancelForAnyOtherReasonIsKlarnas() {
        var checkout = world.start();

        checkout.hears(canceled(checkout, "TECHNICAL_ERROR"));

        assertThat(checkout.end().reason()).isEqualTo(Reason.KLARNA_CANCELED);
    }

    private KlarnaEvent canceled(RunningCheckout checkout, String stateReason) {
        return new KlarnaEvent(
                KlarnaEvent.Kind.REQUEST_CANCELED,
                null,
                checkout.input().references().paymentRequestReference(),
                world.now(),
                null,
                null,
                stateReason);
    }

    @Test
    void aMerchantWhoCancelsAfterTheCustomerPaidIsToldSo() throws Exception {
        var checkout = world.start();
        checkout.customer().approve();

        var answer = checkout.cancel().getResult();

        assertThat(answer.status()).isNotEqualTo(CANCELED);
        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.CANCEL)).isEmpty();
    }

    @Test
    void aCancelFromTheUiCompensatesAndEndsAsCanceledByAnOperator() {
        var checkout = world.start();

        checkout.stub().cancel();
        var ended = checkout.endedByUi();

        assertThat(ended.status()).isEqualTo(CANCELED);
        assertThat(ended.reason()).isEqualTo(Reason.OPERATOR_CANCELED);
        assertThat(checkout.atKlarna().state()).isEqualTo(RequestState.CANCELED);
    }

    @Test
    void aCancelFromTheUiAfterTheCustomerPaidFinalizes() {
        var checkout = world.start();
        checkout.customer().approve();

        checkout.stub().cancel();

        assertThat(checkout.endedByUi().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aCancellationByKlarnaItselfSaysSo() {
        var checkout = world.start();

        world.sandbox.klarnaCancels(checkout.reference());
        world.deliver();
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(CANCELED);
        assertThat(ended.reason()).isEqualTo(Reason.KLARNA_CANCELED);
    }

    @Test
    void aCancellationWhoseEventOvertakesItIsStillTheOneWhoAskedForIt() {
        world.sandbox.faults().next(Operation.AUTHORIZE, Fault.delayedAnswer(Duration.ofSeconds(1)));
        var checkout = world.begin();
        checkout.awaitAtKlarna();

        world.sandbox.klarnaCancels(checkout.reference());
        world.deliver();
        checkout.stub().cancel();

        assertThat(checkout.endedByUi().reason()).isEqualTo(Reason.OPERATOR_CANCELED);
    }

    @Test
    void anInteractionThatExpiresBeforeTheSessionSaysSo() {
        var checkout = world.start(World.session(Duration.ofHours(2)), World.expiry("PT15M"));

        world.pass(Duration.ofMinutes(16));
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(EXPIRED);
        assertThat(ended.reason()).isEqualTo(Reason.INTERACTION_EXPIRED);
    }

    @Test
    void anExpiryWhoseWebhookIsLostIsFoundByARead() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start(World.session(Duration.ofHours(2)), World.expiry("PT15M"));

        world.pass(Duration.ofMinutes(36));

        assertThat(checkout.end().reason()).isEqualTo(Reason.INTERACTION_EXPIRED);
    }

    @Test
    void aRestartIsANewAttemptWithNamesOfItsOwn() {
        var first = world.start(World.session(Duration.ofMinutes(1)));
        world.pass(Duration.ofMinutes(1));
        first.end();

        var second = world.start(World.restartOf(first));
        second.customer().approve();
        world.deliver();
        var ended = second.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.attempt()).isEqualTo(2);
        assertThat(ended.checkoutId()).isEqualTo(first.input().references().checkoutId());
        assertThat(world.sandbox.judgement().isClean()).isTrue();
        assertThat(world.calls(Operation.AUTHORIZE))
                .extracting(call -> call.idempotencyKey())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }
}
