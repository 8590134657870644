package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events that interrupt a call to Klarna: they end no doubt, double no payment and hammer nobody. */
class InterruptionsTest {
    @RegisterExtension
    final World world = new World();

    private static final PaymentTransactionId PAID = new PaymentTransactionId("krn:payment:eu1:transaction:by-event");

    @Test
    void anOlderAttemptThatTurnsOutPaidStopsAFinalizationThatKlarnaPutsOff() throws Exception {
        var first = world.start();
        first.cancel().getResult();
        first.ended();
        var second = world.start(World.restartOf(first));
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        second.customer().approve();
        world.deliver();
        second.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(2));

        second.hears(Events.withoutId(Events.paid(first, PAID)));
        world.pass(Duration.ofMinutes(1));
        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(5));
        second.end();

        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .filteredOn(call -> call.effect() == Effect.CREATED_TRANSACTION)
                .isEmpty();
    }

    @Test
    void aPaymentHeardOfWhileACancelCannotBeAnsweredIsNoReasonToHammer() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        checkout.hears(Events.paid(checkout, PAID));
        checkout.becomes(_ -> !world.calls(Operation.READ).isEmpty());
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);

        checkout.cancel();
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(20))
                .until(() -> true);

        assertThat(world.calls(Operation.READ)).hasSizeLessThan(20);
    }

    @Test
    void anUnbelievedEventDoesNotStandInForKlarnasWordWhenTheTokenDied() {
        var checkout = world.start(World.session(Duration.ofHours(3)), World.expiry("PT3H"));
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(60));
        checkout.becomes(CANCELING);

        checkout.hears(Events.of(checkout, KlarnaEvent.Kind.REQUEST_DECLINED));
        world.pass(Duration.ofMinutes(2));

        assertThat(checkout.status()).isEqualTo(CANCELING);
    }

    @Test
    void aStateThatKlarnaGivesNoTimeForIsNotAsOldAsTheOneBefore() {
        var now = world.now();
        var submitted = new PaymentRequest(
                new PaymentRequestId("krn:x"),
                null,
                PaymentRequestState.SUBMITTED,
                null,
                null,
                null,
                null,
                null,
                null,
                now);
        var completed = new PaymentRequest(
                new PaymentRequestId("krn:x"),
                null,
                PaymentRequestState.COMPLETED,
                null,
                null,
                null,
                null,
                null,
                null,
                null);

        assertThat(submitted.seenAgain(completed).updatedAt()).isNull();
    }

    @Test
    void aTokenThatComesWhileReadsFailIsUsed() {
        var checkout = world.start(World.session(Duration.ofHours(3)), World.expiry("PT3H"));
        checkout.customer().approve();
        world.sandbox.faults().always(Operation.READ, Fault.RATE_LIMITED_429);
        checkout.hears(Events.of(checkout, KlarnaEvent.Kind.REQUEST_COMPLETED));
        checkout.becomes(FINALIZING);

        world.deliver();
        world.pass(Duration.ofMinutes(56));

        assertThat(checkout.status()).isEqualTo(AUTHORIZED);
    }
}
