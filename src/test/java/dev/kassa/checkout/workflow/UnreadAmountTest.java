package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.DECLINED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Reason;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Unknown;
import dev.kassa.sandbox.WebhookFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An amendment, and a Klarna that does not say the amount when it is needed. */
class UnreadAmountTest {
    @RegisterExtension
    final World world = new World();

    @Test
    void anUnansweredConfirmationStaysInDoubtWhereItsAmountCannotBeReadAgain() {
        var checkout = amendedWithoutAnAnswer();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().allOf("payment.transaction.state-change.authorized", WebhookFault.LOST);
        checkout.customer().approve();
        world.deliver();
        // Not in the midst of a task, or the test server lets no time pass any more.
        checkout.becomes(FINALIZING);
        checkout.until(() -> world.transactions() == 1);
        checkout.terminate();
        world.pass(Duration.ofMinutes(70));
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);

        new Recoveries(world.client(), new SimpleMeterRegistry())
                .recover(checkout.input().references().checkoutId());
        checkout.becomes(now -> now.reason() != Reason.RUN_ENDED);
        world.pass(Duration.ofMinutes(1));

        assertThat(checkout.becomes(now -> now.reason() == Reason.OUTCOME_UNKNOWN)
                        .status())
                .isEqualTo(UNCONFIRMED);
    }

    @Test
    void aPaymentThatKlarnaTellsOfWhileTheAmountIsReadIsNotCanceled() {
        var checkout = amendedWithoutAnAnswer();
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(1));

        checkout.hears(Events.paid(checkout, new PaymentTransactionId("krn:payment:eu1:transaction:by-event")));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(checkout.history())
                .filteredOn(event -> event.hasUpsertWorkflowSearchAttributesEventAttributes())
                .extracting(event -> event.toString())
                .noneMatch(shown -> shown.contains("CANCELING"))
                .anyMatch(shown -> shown.contains("FINALIZING"));
    }

    @Test
    void anAmountThatKlarnaDoesNotTellAnyMoreIsNotGuessed() {
        var checkout = amendedWithoutAnAnswer();
        declinedBeforeItsEventComes(checkout);

        assertThat(checkout.end().status()).isEqualTo(DECLINED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).hasSize(1);
    }

    @Test
    void anAmountThatKlarnaHasTakenIsKnownToARecoveryThatCannotReadIt() throws Exception {
        var checkout = world.start(World.expiry("PT15M"));
        checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null))
                .getResult();
        declinedBeforeItsEventComes(checkout);

        assertThat(checkout.end().status()).isEqualTo(DECLINED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .as("the same once more, answered as before")
                .extracting(LedgerEntry::effect)
                .containsExactly(Effect.DECLINED, Effect.REPLAYED);
        assertThat(world.sandbox.judgement().keysWithTwoBodies()).isEmpty();
    }

    /** Temporal throws the task away into which Klarna's event comes, and with it that the amendment was sent. */
    @Test
    void anAmendmentThatWasSentInALostTaskIsPaidAsKlarnaHasIt() {
        var checkout = world.start();
        world.sandbox.faults().next(Operation.UPDATE, Fault.UNAVAILABLE_503_AFTER);
        world.sandbox.faults().next(Operation.READ, Happening.CUSTOMER_APPROVES.justBefore());
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.delayedAnswer(Duration.ofMillis(1500)));
        Thread.ofVirtual().start(() -> checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null)));
        checkout.until(() -> world.transactions() == 1);

        world.deliver();

        assertThat(checkout.end().amount()).isEqualTo(9500);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(LedgerEntry::effect)
                .containsExactly(Effect.CREATED_TRANSACTION, Effect.REPLAYED);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    /** So that a recovery goes into it, which finds nothing to read any more. */
    private void declinedBeforeItsEventComes(RunningCheckout checkout) {
        world.sandbox.switchTo(Unknown.CompletedAfterFinalization.DELETED);
        world.sandbox.plan().finalAuthorize(Result.DECLINED);
        checkout.customer().approve();
        checkout.customerReturns();
        checkout.end();
        assertThat(checkout.ended().status()).isEqualTo(DECLINED);
        world.deliver();
        world.pass(Duration.ofMinutes(70));
    }

    private RunningCheckout amendedWithoutAnAnswer() {
        var checkout = world.start(World.expiry("PT15M"));
        world.sandbox.faults().always(Operation.UPDATE, Fault.RESET_AFTER);
        checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null));
        checkout.until(() -> world.calls(Operation.UPDATE).stream().anyMatch(call -> call.effect() == Effect.UPDATED));
        return checkout;
    }
}
