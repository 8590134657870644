package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A checkout is given up: by the merchant, by time, by an operator, by Klarna. And tried again. */
class UnpaidJourneysIT extends Journeys {
    @Test
    void aMerchantWhoCancelsIsToldSoAsOftenAsItAsks() {
        var started = shop().starts(order);

        var canceled = shop().cancels(started.id());

        assertThat(canceled.status()).isEqualTo(200);
        assertThat(canceled.state()).isEqualTo("CANCELED");
        assertThat(canceled.text("/reason")).isEqualTo("merchant_canceled");
        assertThat(shop().cancels(started.id()).status()).isEqualTo(200);
        assertCanceledAtKlarna();
    }

    @Test
    void aPaidOrderIsNotCanceled() {
        klarna.plan().authorizeFor(order.reference(), Result.APPROVED);
        var paid = shop().starts(order);
        shop().waitsForTheEndOf(paid.id());

        var refused = shop().cancels(paid.id());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/type")).isEqualTo("/problems/already-final");
        books().showOnePayment();
    }

    @Test
    void aCustomerWhoCompletedUnheardIsNotCanceled() {
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        var started = shop().starts(order);
        klarna.customer(order.reference()).approve();

        var refused = shop().cancels(started.id());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/type")).isEqualTo("/problems/already-completed");
        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
    }

    @Test
    void whenNobodyClicksTheSessionEndsThePaymentRequestIsCanceledAndASecondAttemptMayPay() {
        var started = shop().starts(order.withSession("PT1M"));

        var ended = shop().waitsForTheEndOf(started.id());

        assertThat(ended.state()).isEqualTo("EXPIRED");
        assertThat(ended.text("/reason")).isEqualTo("session_timeout");
        assertCanceledAtKlarna();
        assertPaysInASecondAttempt(started);
    }

    @Test
    void aCanceledOrderMayBePaidInASecondAttempt() {
        var started = shop().starts(order);
        shop().cancels(started.id());

        assertPaysInASecondAttempt(started);
    }

    @Test
    void anOpenOrderIsNotRestarted() {
        var started = shop().starts(order);

        var refused = shop().restarts(started.id());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/type")).isEqualTo("/problems/not-restartable");
        assertThat(books().calls(Operation.AUTHORIZE)).hasSize(1);
    }

    @Test
    void anOperatorWhoRequestsCancellationCancelsAtKlarnaAndTheMerchantIsToldSo() {
        var started = shop().starts(order);

        temporal.newUntypedWorkflowStub(started.id()).cancel();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> shop().asksFor(started.id()).state(), "CANCELED"::equals);
        var waited = shop().waitsFor(started.id(), 20);
        assertThat(waited.state()).isEqualTo("CANCELED");
        assertThat(waited.text("/reason")).isEqualTo("operator_canceled");
        assertThat(shop().cancels(started.id()).status()).isEqualTo(200);
        assertCanceledAtKlarna();
        assertPaysInASecondAttempt(started);
    }

    @Test
    void whatKlarnaRefusesIsToldWithKlarnasReasonAndOwesNothing() {
        klarna.faults().alwaysFor(order.reference(), Operation.AUTHORIZE, Fault.REFUSED_400);

        var refused = shop().starts(order);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/type")).isEqualTo("/problems/refused-by-klarna");
        assertThat(refused.text("/error_code")).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.body().at("/validation_errors")).isNotEmpty();
        var failed = shop().asksFor(refused.id());
        assertThat(failed.state()).isEqualTo("FAILED");
        assertThat(failed.text("/reason")).isEqualTo("refused_by_klarna");
        books().showNoPayment();
    }

    @Test
    void whatKlarnaCancelsByItselfIsCanceled() {
        var started = shop().starts(order);

        klarna.klarnaCancels(order.reference());

        var ended = shop().waitsForTheEndOf(started.id());
        assertThat(ended.state()).isEqualTo("CANCELED");
        assertThat(ended.text("/reason")).isEqualTo("klarna_canceled");
        books().showNoPayment();
    }

    private void assertCanceledAtKlarna() {
        assertThat(books().count(Effect.CANCELED)).isEqualTo(1);
        assertThat(books().paymentRequest().state()).isEqualTo(RequestState.CANCELED);
        books().showNoPayment();
    }

    private void assertPaysInASecondAttempt(Shop.Answer first) {
        var second = shop().restarts(first.id());
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body().at("/attempt").intValue()).isEqualTo(2);
        assertThat(second.text("/payment_request/payment_request_id"))
                .isNotEqualTo(first.text("/payment_request/payment_request_id"));

        klarna.customer(order.reference()).approve();

        assertThat(shop().waitsForTheEndOf(first.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
    }
}
