package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Klarna tells of money when a run no longer waits for it, and has not ended yet. */
class LateNewsTest {
    private static final PaymentTransactionId PAID = new PaymentTransactionId("krn:payment:eu1:transaction:late");

    @RegisterExtension
    final World world = new World();

    @Test
    void aPaymentThatIsToldWhileTheMerchantCannotYetBeToldOfTheCancellationIsToldToo() {
        var checkout = world.start(World.tellsMerchant());
        whileCanceledCannotBeTold(checkout, () -> checkout.hears(Events.paid(checkout, PAID)));

        assertPaidLate(checkout);
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void anOlderAttemptsPaymentThatIsToldWhileTheMerchantCannotYetBeToldOfTheCancellationIsToldToo() throws Exception {
        var older = canceled();
        var newer = world.start(World.tellsMerchant(), World.restartOf(older));
        whileCanceledCannotBeTold(newer, () -> newer.hears(Events.paid(older, PAID)));

        assertPaidLate(newer);
        assertThat(told())
                .containsExactly(
                        MerchantEvent.Type.CANCELED, MerchantEvent.Type.CANCELED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void anOperatorsWordOnTheNewerAttemptDoesNotHideThatTheOlderOneIsPaid() throws Exception {
        var older = canceled();
        var newer = unconfirmedAfter(older);
        newer.hears(Events.paid(older, PAID));

        newer.update("resolve", Checkout.class, new Resolution(FAILED, null, "Ann asked"))
                .getResult();

        assertPaidLate(newer);
        assertThat(told()).contains(MerchantEvent.Type.LATE_COMPLETION).doesNotContain(MerchantEvent.Type.FAILED);
    }

    @Test
    void aNewerAttemptThatIsGivenUpUnconfirmedEndsPaidWhereTheOlderOneIs() throws Exception {
        var older = canceled();
        var newer = unconfirmedAfter(older);
        newer.hears(Events.paid(older, PAID));

        world.pass(Duration.ofDays(7).plusHours(2));

        assertPaidLate(newer);
        assertThat(told()).contains(MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void aRestartGoesOnWithItsOwnAmountAlsoWhereAnOlderAttemptsWasReadAndNotPaid() throws Exception {
        var older = world.start();
        older.terminate();
        var newer = world.start(World.restartOf(older));
        newer.update("amend", AmendAnswer.class, new AmendRequest(9500L, null)).getResult();
        world.sandbox.faults().alwaysFor(older.reference(), Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        older.customer().approve();
        world.deliver();
        newer.cancel();
        newer.becomes(FINALIZING);
        // A refusal's pause ends when it ends: what is due is not all due within one stretch of time.
        world.pass(Duration.ofMinutes(70));
        newer.until(() -> {
            world.pass(Duration.ofMinutes(10));
            return newer.isClosed();
        });

        assertThat(newer.ended().status()).isEqualTo(CANCELED);
        assertThat(newer.stub().query("payment", PaymentDetails.class).amount()).isEqualTo(9500);
    }

    /** Klarna's DECLINED has to be looked into, and so the recovery cancels before it knows more. */
    @Test
    void aRecoveryInDoubtThatFindsItsRequestExpiredWhileItCancelsIsUnconfirmed() {
        var cutOff = world.start();
        cutOff.terminate();
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        var recovery = world.begin(_ -> cutOff.input().recovering(inDoubt(cutOff)));
        recovery.hears(Events.of(cutOff, KlarnaEvent.Kind.REQUEST_DECLINED));
        recovery.becomes(CANCELING);
        world.pass(Duration.ofHours(2));
        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(recovery.becomes(UNCONFIRMED).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    private Recovery inDoubt(RunningCheckout cutOff) {
        return new Recovery(
                "a run whose worker died",
                cutOff.paymentRequestId(),
                world.now().plus(Duration.ofHours(1)),
                true,
                cutOff.input().payment(),
                false,
                1,
                true,
                false,
                null,
                null,
                List.of());
    }

    private void whileCanceledCannotBeTold(RunningCheckout checkout, Runnable news) {
        world.notices = (_, event) -> {
            if (event.type() == MerchantEvent.Type.CANCELED) {
                throw new IllegalStateException("away");
            }
        };
        checkout.cancel();
        checkout.becomes(CANCELED);
        news.run();
        world.notices = (_, _) -> {};
        world.pass(Duration.ofMinutes(2));
    }

    private RunningCheckout canceled() throws Exception {
        var older = world.start(World.tellsMerchant());
        older.cancel().getResult();
        older.ended();
        return older;
    }

    private RunningCheckout unconfirmedAfter(RunningCheckout older) {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        var newer = world.begin(World.tellsMerchant(), World.restartOf(older));
        newer.awaitAtKlarna();
        world.pass(Duration.ofHours(24));
        newer.becomes(UNCONFIRMED);
        return newer;
    }

    private static void assertPaidLate(RunningCheckout checkout) {
        checkout.until(checkout::isClosed);
        var ended = checkout.ended();
        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(requireNonNull(ended.paymentTransaction()).paymentTransactionId())
                .isEqualTo(PAID);
    }

    private List<MerchantEvent.Type> told() {
        return world.told.stream().map(MerchantEvent::type).toList();
    }
}
