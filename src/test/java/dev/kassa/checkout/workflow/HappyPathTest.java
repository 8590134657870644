package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.DECLINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Reason;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when nothing goes wrong. */
class HappyPathTest {
    @RegisterExtension
    final World world = new World();

    @Test
    void aPaymentThatKlarnaApprovesAtOnceIsAuthorized() {
        world.sandbox.plan().nextAuthorize(Result.APPROVED);

        var ended = world.start().end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.reason()).isEqualTo(Reason.APPROVED);
        assertThat(ended.paymentTransaction()).isNotNull();
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aPaymentThatKlarnaDeclinesAtOnceIsDeclined() {
        world.sandbox.plan().nextAuthorize(Result.DECLINED);

        var ended = world.start().end();

        assertThat(ended.status()).isEqualTo(DECLINED);
        assertThat(ended.reason()).isEqualTo(Reason.DECLINED_BY_KLARNA);
        assertThat(world.transactions()).isZero();
    }

    @Test
    void aStepUpAnswersTheCallerWithTheUrlToSendTheCustomerTo() {
        var checkout = world.start();

        assertThat(checkout.status()).isEqualTo(AWAITING_CUSTOMER);
        assertThat(checkout.now().paymentRequest()).satisfies(request -> {
            assertThat(request.paymentRequestUrl()).startsWith("http");
            assertThat(request.paymentRequestReference()).hasToString(checkout.reference());
        });
    }

    @Test
    void aCustomerWhoApprovesIsAuthorizedByTheWebhookWithinSixteenEvents() {
        var checkout = world.start();
        world.pass(Duration.ofMinutes(2));

        checkout.customer().approve();
        world.deliver();
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.calls(Operation.READ))
                .as("the sealed token needs no read")
                .isEmpty();
        assertThat(checkout.eventTypes()).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void aCustomerWhoComesBackIsFoundByTheReadThatTheReturnAsksFor() {
        var checkout = world.start();
        checkout.customer().approve();
        int before = checkout.eventTypes().size();

        checkout.customerReturns();
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.READ)).isNotEmpty();
        assertThat(checkout.eventTypes().size() - before)
                .as("signal, task, read, confirmation, end")
                .isLessThanOrEqualTo(8);
    }

    @Test
    void aReturnThatChangesNothingCostsFiveEvents() {
        var checkout = world.start();
        int before = checkout.eventTypes().size();

        checkout.customerReturns();
        checkout.until(() -> checkout.eventTypes().size() >= before + 5);

        assertThat(checkout.eventTypes()).hasSize(before + 5);
        assertThat(world.calls(Operation.READ)).hasSize(1);
        assertThat(checkout.status()).isEqualTo(AWAITING_CUSTOMER);
    }

    @Test
    void aCustomerWhoAbortsMayComeBackAndApprove() {
        var checkout = world.start();
        checkout.customer().enter();
        checkout.customer().abort();
        world.deliver();
        assertThat(checkout.atKlarna().state()).isEqualTo(RequestState.SUBMITTED);

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aCustomerWhomKlarnaRefusesIsDeclined() {
        var checkout = world.start();
        checkout.customer().decline();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(DECLINED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
    }

    @Test
    void withEveryWebhookLostTheNextReadFindsTheCompletion() {
        world.sandbox.webhookFaults().all(dev.kassa.sandbox.WebhookFault.LOST);
        var checkout = world.start();
        checkout.customer().approve();

        world.pass(Duration.ofMinutes(6));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void aScheduledReadThatFindsNothingNewCostsSixEvents() {
        var checkout = world.start();
        int before = checkout.eventTypes().size();

        world.pass(Duration.ofMinutes(5));
        checkout.until(() -> checkout.eventTypes().size() >= before + 6);

        assertThat(checkout.eventTypes()).hasSize(before + 6);
        assertThat(world.calls(Operation.READ)).hasSize(1);
    }

    @Test
    void askingForTheStatusOfAWaitingCheckoutCostsNoEvent() {
        var checkout = world.start();
        int before = checkout.eventTypes().size();

        for (int i = 0; i < 5; i++) {
            assertThat(checkout.status()).isEqualTo(AWAITING_CUSTOMER);
        }

        assertThat(checkout.eventTypes()).hasSize(before);
    }
}
