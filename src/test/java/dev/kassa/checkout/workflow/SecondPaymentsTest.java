package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PaymentTransactionId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Klarna tells of a payment after the checkout was paid: a second one is told once, and nothing else is stirred up. */
class SecondPaymentsTest {
    private static final PaymentTransactionId SECOND =
            new PaymentTransactionId("krn:payment:eu1:transaction:of-the-first");

    @RegisterExtension
    final World world = new World();

    @Test
    void theFirstPaymentToldAgainAfterASecondOneIsNoThird() {
        var older = leftOpen();
        var paid = paidAfter(older);
        var own = transaction(paid.ended());

        assertThat(recover(paid, Events.paid(older, SECOND))).isEqualTo(Recoveries.Late.TAKEN);
        assertThat(transaction(paid.ended())).isEqualTo(SECOND);

        assertThat(recover(paid, Events.paid(paid, own))).isEqualTo(Recoveries.Late.PAID);
        assertThat(recover(paid, Events.paid(older, SECOND))).isEqualTo(Recoveries.Late.PAID);
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void aSecondPaymentThatNamesOnlyItsPaymentRequestIsToldAndTheFirstOneIsNotConfirmedAgain() {
        var older = leftOpen();
        var paid = paidAfter(older);
        world.pass(Duration.ofMinutes(70));

        assertThat(recover(paid, Events.withoutReference(Events.paid(older, SECOND))))
                .isEqualTo(Recoveries.Late.TAKEN);

        var ended = paid.ended();
        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(transaction(ended)).isEqualTo(SECOND);
        assertThat(recover(paid, Events.withoutReference(Events.paid(older, SECOND))))
                .isEqualTo(Recoveries.Late.PAID);
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED, MerchantEvent.Type.LATE_COMPLETION);
    }

    @Test
    void aPaymentThatNamesNoTransactionLeavesAPaidCheckoutPaid() {
        var older = leftOpen();
        var paid = paidAfter(older);
        world.pass(Duration.ofMinutes(70));

        assertThat(recover(paid, Events.of(older, KlarnaEvent.Kind.TRANSACTION_AUTHORIZED)))
                .isEqualTo(Recoveries.Late.PAID);

        assertThat(paid.ended().status()).isEqualTo(AUTHORIZED);
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED);
    }

    /** Terminated, and restarted before anybody has seen to its Payment Request. */
    private RunningCheckout leftOpen() {
        var older = world.start(World.tellsMerchant());
        older.terminate();
        return older;
    }

    private RunningCheckout paidAfter(RunningCheckout older) {
        var newer = world.start(World.tellsMerchant(), World.restartOf(older));
        newer.customer().approve();
        world.deliver();
        newer.end();
        newer.ended();
        return newer;
    }

    private static PaymentTransactionId transaction(Checkout paid) {
        return requireNonNull(paid.paymentTransaction()).paymentTransactionId();
    }

    private Recoveries.Late recover(RunningCheckout checkout, KlarnaEvent event) {
        return new Recoveries(world.client(), new SimpleMeterRegistry())
                .recover(checkout.input().references().checkoutId(), event);
    }

    private List<MerchantEvent.Type> told() {
        return world.told.stream().map(MerchantEvent::type).toList();
    }
}
