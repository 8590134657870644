package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A customer decides, and Kassa hears of it in whichever way is left. */
class PayingJourneysIT extends Journeys {
    @Test
    void aPaymentThatKlarnaApprovesAtOnceIsPaid() {
        klarna.plan().authorizeFor(order.reference(), Result.APPROVED);

        var started = shop().starts(order);

        assertThat(started.status()).isEqualTo(201);
        assertThat(started.header("Location")).isEqualTo("/v1/checkouts/" + started.id());
        assertPaid(started);
    }

    @Test
    void aPaymentThatKlarnaDeclinesAtOnceIsDeclined() {
        klarna.plan().authorizeFor(order.reference(), Result.DECLINED);

        var started = shop().starts(order);

        assertThat(started.status()).isEqualTo(201);
        assertEnds(started, "DECLINED", "declined_by_klarna");
        books().showNoPayment();
    }

    @Test
    void aCustomerWhoApprovesComesHomeToAPaidOrder() {
        var started = shop().starts(order);
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.state()).isEqualTo("AWAITING_CUSTOMER");

        var home = shop().browserFollows(shop().customerApproves(started));

        // Whether the status is known by then is a matter of speed, and measured where nothing else runs.
        assertThat(home.toString().replace("&status=AUTHORIZED", ""))
                .isEqualTo(
                        Order.SHOP + "/klarna/return?checkout_id=" + started.id() + "&reference=" + order.reference());
        assertPaid(started);
        assertThat(books().calls(Operation.READ))
                .as("the sealed token needs no read")
                .isEmpty();
    }

    @Test
    void aCustomerWhoNeverComesBackHasPaidByTheWebhookAlone() {
        var started = shop().starts(order);

        klarna.customer(order.reference()).approve();

        assertPaid(started);
    }

    @Test
    void aCustomerWhomKlarnaRefusesIsDeclined() {
        var started = shop().starts(order);

        klarna.customer(order.reference()).decline();

        assertEnds(started, "DECLINED", "declined_by_klarna");
        books().showNoPayment();
    }

    @Test
    void aCustomerWhoAbortsIsAwaitedAndMayComeBack() {
        var started = shop().starts(order);

        var home = shop().browserFollows(shop().customerAborts(started));

        assertThat(home).asString().startsWith(Order.SHOP).doesNotContain("status=");
        assertThat(books().paymentRequest().state()).isEqualTo(RequestState.SUBMITTED);
        assertThat(shop().asksFor(started.id()).state()).isEqualTo("AWAITING_CUSTOMER");
        shop().customerApproves(started);
        assertPaid(started);
    }

    @Test
    void whereEveryWebhookIsLostTheReturnFindsThePayment() {
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        var started = shop().starts(order);

        shop().browserFollows(shop().customerApproves(started));

        assertPaid(started);
        assertThat(books().calls(Operation.READ)).isNotEmpty();
    }

    @Test
    void aWebhookThatOvertakesTheAuthorizeAnswerDoesNoHarm() {
        klarna.faults().nextFor(order.reference(), Operation.AUTHORIZE, 1, Fault.delayedAnswer(Duration.ofSeconds(2)));
        var starting = CompletableFuture.supplyAsync(() -> shop().starts(order), CALLERS);

        books().await(Effect.CREATED_REQUEST);
        klarna.customer(order.reference()).approve();

        var started = starting.join();
        assertThat(started.status()).isEqualTo(201);
        assertPaid(started);
    }

    @Test
    void aDoubledWebhookPaysOnce() {
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.DOUBLED);
        var started = shop().starts(order);

        klarna.customer(order.reference()).approve();

        assertPaid(started);
        var request = books().paymentRequest().id();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(klarna.deliveries().stream()
                                .filter(delivery -> delivery.paymentRequestId().equals(request))
                                .filter(delivery -> delivery.eventType().endsWith(".completed")))
                        .as("both were taken, late or not")
                        .hasSize(2)
                        .allMatch(delivery -> delivery.outcome() == WebhookDelivery.Outcome.DELIVERED));
        books().showOnePayment();
    }

    @Test
    void aConfirmationWhoseAnswerIsLostOnTheWayPaysOnce() {
        klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 1, Fault.RESET_AFTER);
        var started = shop().starts(order);

        klarna.customer(order.reference()).approve();

        assertPaid(started);
    }

    private void assertPaid(Shop.Answer started) {
        var ended = assertEnds(started, "AUTHORIZED", "approved");
        assertThat(ended.body().at("/payment_transaction/amount").intValue()).isEqualTo(order.amount());
        books().showOnePayment();
    }

    private Shop.Answer assertEnds(Shop.Answer started, String status, String reason) {
        var ended = shop().waitsForTheEndOf(started.id());
        assertThat(ended.state()).isEqualTo(status);
        assertThat(ended.text("/reason")).isEqualTo(reason);
        return ended;
    }
}
