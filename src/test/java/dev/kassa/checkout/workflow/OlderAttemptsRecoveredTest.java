package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that is about an older attempt is cut off, or hears of the newer one meanwhile. */
class OlderAttemptsRecoveredTest {
    private static final String AUTHORIZED_EVENT = "payment.transaction.state-change.authorized";

    @RegisterExtension
    final World world = new World();

    @Test
    void aRunThatHadTurnedToAnOlderAttemptIsRecoveredAsThatAttempt() throws Exception {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));
        completes(first);
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().allOf(AUTHORIZED_EVENT, WebhookFault.LOST);
        second.cancel().getResult();
        second.becomes(FINALIZING);
        second.until(() -> world.transactions() == 1);
        second.terminate();
        world.sandbox.faults().clear();

        recover(second);

        assertPaidByTheFirst(second.ended(), first);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(LedgerEntry::idempotencyKey)
                .hasSizeGreaterThan(1)
                .containsOnly(world.calls(Operation.FINAL_AUTHORIZE).getFirst().idempotencyKey());
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void whatTheMerchantWasToldBeforeTheRunTurnedStaysTrueWhereNothingWasConfirmed() throws Exception {
        var first = leftOpen();
        var second = world.start(World.tellsMerchant(), World.restartOf(first));
        completes(first);
        world.sandbox.faults().alwaysFor(first.reference(), Operation.READ, Fault.UNAVAILABLE_503);
        second.cancel().getResult();
        second.becomes(FINALIZING);
        second.terminate();
        world.pass(Duration.ofMinutes(70));
        world.sandbox.faults().clear();

        recover(second);

        var ended = second.ended();
        assertThat(ended.status()).isEqualTo(CANCELED);
        assertThat(ended.reason()).isEqualTo(Reason.MERCHANT_CANCELED);
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
    }

    @Test
    void aPaymentOfAnOlderAttemptThatARecoveryDidNotLiveToTellIsKnownToTheNext() throws Exception {
        var first = leftOpen();
        var second = canceled(first);
        world.sandbox.webhookFaults().allOf(AUTHORIZED_EVENT, WebhookFault.LOST);
        world.notices = (_, event) -> {
            if (event.type() == MerchantEvent.Type.LATE_COMPLETION) {
                throw new IllegalStateException("away");
            }
        };
        completes(first);
        second.becomes(AUTHORIZED);
        second.terminate();
        world.notices = (_, _) -> {};
        world.pass(Duration.ofMinutes(70));

        recover(second);

        assertPaidByTheFirst(second.ended(), first);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).hasSize(1);
    }

    @Test
    void aPaymentOfTheNewerAttemptKeepsTheOlderOneFromBeingConfirmed() throws Exception {
        var first = leftOpen();
        var second = canceled(first);
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        completes(first);
        second.becomes(FINALIZING);
        var paid = new PaymentTransactionId("krn:payment:eu1:transaction:of-the-second");

        second.hears(Events.paid(second, paid));

        assertThat(second.end().paymentTransaction()).satisfies(transaction -> {
            assertThat(transaction.paymentTransactionId()).isEqualTo(paid);
            assertThat(transaction.paymentTransactionReference())
                    .isEqualTo(second.input().references().paymentTransactionReference());
        });
        second.ended();
        assertThat(world.transactions()).isZero();
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED, MerchantEvent.Type.LATE_COMPLETION);
    }

    /** Nobody knew of its Payment Request, and an operator took it for dead. */
    @Test
    void aCompletionOfTheNewerAttemptWaitsUntilTheOlderOneHasEndedUnpaid() throws Exception {
        var first = world.start(World.tellsMerchant(), World.expiry("PT48H"));
        first.terminate();
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        var second = world.begin(World.tellsMerchant(), World.restartOf(first));
        second.awaitAtKlarna();
        world.pass(Duration.ofHours(24));
        second.becomes(UNCONFIRMED);
        second.update("resolve", Checkout.class, new Resolution(FAILED, null, "Ann guessed"))
                .getResult();
        second.until(second::isClosed);
        world.sandbox.faults().alwaysFor(first.reference(), Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        completes(first);
        second.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(50));

        second.customer().approve();
        world.deliver();
        world.pass(Duration.ofMinutes(20));

        assertThat(second.end().paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionReference())
                        .isEqualTo(second.input().references().paymentTransactionReference()));
        second.ended();
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    /** Terminated, and restarted before anybody has seen to its Payment Request. */
    private RunningCheckout leftOpen() {
        var first = world.start(World.tellsMerchant());
        first.terminate();
        return first;
    }

    private RunningCheckout canceled(RunningCheckout older) throws Exception {
        var second = world.start(World.tellsMerchant(), World.restartOf(older));
        second.cancel().getResult();
        // Not by its result, for which the test server lets time pass.
        second.until(second::isClosed);
        return second;
    }

    private void completes(RunningCheckout older) {
        older.customer().approve();
        world.deliver();
    }

    private void recover(RunningCheckout checkout) {
        var id = checkout.input().references().checkoutId();
        assertThat(new Recoveries(world.client(), new SimpleMeterRegistry()).recover(id))
                .isTrue();
    }

    private void assertPaidByTheFirst(Checkout ended, RunningCheckout first) {
        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.paymentTransaction())
                .satisfies(paid -> assertThat(paid.paymentTransactionReference())
                        .isEqualTo(first.input().references().paymentTransactionReference()));
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    private List<MerchantEvent.Type> told() {
        return world.told.stream().map(MerchantEvent::type).distinct().toList();
    }
}
