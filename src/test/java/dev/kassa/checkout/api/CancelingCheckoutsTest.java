package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentRequestState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancelingCheckoutsTest {
    private static final String UNKNOWN = "chk_" + "a".repeat(52);

    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void aCancellationIsAnsweredByKlarnasWordAndCanBeRepeated() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var canceled = api.post("/v1/checkouts/" + id(started) + "/cancel", "{\"reason\":\"customer_abandoned\"}")
                .send();
        assertThat(canceled.status()).isEqualTo(200);
        assertThat(canceled.field("/status")).isEqualTo("CANCELED");
        assertThat(canceled.field("/reason")).isEqualTo("merchant_canceled");
        assertThat(api.cancel(started).status()).isEqualTo(200);
    }

    @Test
    void aCancellationWhoseTaskTemporalThrewAwayIsToldAgain() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.thrownAway().next("UpdateWorkflowExecution");
        var canceled = api.cancel(started);
        assertThat(api.thrownAway().wasOne()).isTrue();
        assertThat(canceled.status()).isEqualTo(200);
        assertThat(canceled.field("/status")).isEqualTo("CANCELED");
    }

    @Test
    void aCancellationThatTemporalRefusesForAnotherReasonIsNotToldAgain() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.thrownAway().nextOnStandby("UpdateWorkflowExecution");
        var refused = api.cancel(started);
        assertThat(api.thrownAway().wasOne()).isTrue();
        assertProblem(refused, 503, "temporal-unavailable");
        assertThat(api.now(started).field("/status")).isEqualTo("AWAITING_CUSTOMER");
    }

    @Test
    void aCustomerWhoCompletedFirstIsNotCanceled() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.klarna().is(PaymentRequestState.COMPLETED, started.field("/payment_request/payment_request_id"));
        assertProblem(api.cancel(started), 409, "already-completed");
        api.ended(started);
        assertProblem(api.cancel(started), 409, "already-final");
        assertThat(api.get("/v1/checkouts/" + id(started)).send().field("/status"))
                .isEqualTo("AUTHORIZED");
    }

    /** The same run, once canceled, goes into what the customer did with the attempt before. */
    @Test
    void aRepeatedCancellationIsNotAnsweredByThatOfTheNewerAttemptWhereTheOlderOneIsBeingPaid() {
        var older = api.start(reference(), ScriptedKlarna.STEP_UP);
        assertThat(api.cancel(older).status()).isEqualTo(200);
        var newer = api.restart(older, "");
        var request = older.field("/payment_request/payment_request_id");
        api.klarna().is(PaymentRequestState.UNKNOWN, request);
        api.temporalClient()
                .newUntypedWorkflowStub(id(older))
                .signal(
                        "paymentRequestChanged",
                        new KlarnaEvent(
                                KlarnaEvent.Kind.REQUEST_COMPLETED,
                                new PaymentRequestId(request),
                                new PaymentRequestReference(older.field("/payment_request/payment_request_reference")),
                                Instant.now(),
                                null,
                                null,
                                null));
        assertThat(api.cancel(newer).status()).isEqualTo(200);
        await().until(() -> api.now(newer).field("/status").equals("FINALIZING"));

        assertProblem(api.cancel(newer), 409, "already-completed");

        api.klarna().is(PaymentRequestState.COMPLETED, request);
        assertThat(api.ended(newer).field("/status")).isEqualTo("AUTHORIZED");
    }

    @Test
    void whatAnOperatorCanceledIsCanceledForTheMerchantTooAndCanBeRestarted() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.temporalClient().newUntypedWorkflowStub(id(started)).cancel();
        var ended = api.ended(started);
        assertThat(ended.field("/status")).isEqualTo("CANCELED");
        assertThat(ended.field("/reason")).isEqualTo("operator_canceled");
        assertThat(api.cancel(started).status()).isEqualTo(200);
        assertThat(api.restart(started, "").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {"[] | ''", "{\"reason\":7} | /reason", "{\"why\":\"x\"} | /why"})
    void aCancellationsFaultsAreTold(String body, String pointer) {
        var answer = api.post("/v1/checkouts/" + UNKNOWN + "/cancel", body).send();
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.field("/errors/0/pointer")).isEqualTo(pointer);
    }
}
