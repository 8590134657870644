package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.api.RunningApi.Answer;
import dev.kassa.klarna.PaymentRequestState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmendingCheckoutsTest {
    private static final String UNKNOWN = "chk_" + "a".repeat(52);

    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void whatKlarnaHasTakenIsShownAndPaidAndGoesOnInARestart() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var amended =
                amend(started, "{\"amount\":950,\"supplementary_purchase_data\":{\"purchase_reference\":\"amended\"}}");
        assertThat(amended.status()).as(amended.text()).isEqualTo(200);
        assertThat(amended.json().at("/amount").intValue()).isEqualTo(950);
        assertThat(api.now(started).text()).isEqualTo(amended.text());
        api.cancel(started);
        var restarted = api.restart(started, "");
        assertThat(restarted.json().at("/amount").intValue()).isEqualTo(950);
        var data = api.klarna().authorizes.getLast().call().payment().supplementaryPurchaseData();
        assertThat(String.valueOf(data)).contains("amended");
    }

    @Test
    void aRepeatedStartIsComparedWithTheOriginal() {
        var reference = reference();
        var started = api.start(reference, ScriptedKlarna.STEP_UP);
        amend(started, "{\"amount\":950}");
        var again = api.start(reference, ScriptedKlarna.STEP_UP);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().at("/amount").intValue()).isEqualTo(950);
        assertProblem(api.start(reference, 950), 409, "reference-reused");
    }

    @Test
    void onceTheCustomerHasEnteredNothingIsChanged() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.klarna().is(PaymentRequestState.IN_PROGRESS, started.field("/payment_request/payment_request_id"));
        assertProblem(amend(started, "{\"amount\":950}"), 409, "not-amendable");
        assertThat(api.now(started).json().at("/amount").intValue()).isEqualTo(ScriptedKlarna.STEP_UP);
    }

    @Test
    void anEndedCheckoutIsNotChanged() {
        var paid = api.start(reference(), ScriptedKlarna.APPROVED);
        api.ended(paid);
        var answer = amend(paid, "{\"amount\":950}");
        assertProblem(answer, 409, "not-amendable");
        assertThat(answer.field("/checkout_id")).isEqualTo(id(paid));
    }

    @Test
    void whatKlarnaRefusesIsToldInKlarnasWordsAndTheCheckoutGoesOn() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var refused = amend(started, "{\"amount\":" + ScriptedKlarna.REFUSED + "}");
        assertProblem(refused, 422, "refused-by-klarna");
        assertThat(refused.field("/checkout_id")).isEqualTo(id(started));
        assertThat(refused.field("/error_code")).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.field("/validation_errors/0/parameter")).isEqualTo("amount");
        assertThat(api.now(started).field("/status")).isEqualTo("AWAITING_CUSTOMER");
    }

    @Test
    void whileKlarnaIsSilentTheChangeIsAcceptedAndASecondOneIsNot() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var pending = amend(started, "{\"amount\":" + ScriptedKlarna.SILENT + "}");
        assertThat(pending.status()).as(pending.text()).isEqualTo(202);
        assertThat(pending.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertProblem(amend(started, "{\"amount\":950}"), 409, "not-amendable");
        api.cancel(started);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{} | ''",
                "[] | ''",
                "{\"amount\":0} | /amount",
                "{\"amount\":\"1\"} | /amount",
                "{\"amount\":1.5} | /amount",
                "{\"amount\":2147483648} | /amount",
                "{\"supplementary_purchase_data\":\"x\"} | /supplementary_purchase_data",
                "{\"amount\":1,\"currency\":\"EUR\"} | /currency"
            })
    void anAmendmentsFaultsAreTold(String body, String pointer) {
        var answer =
                api.post("/v1/checkouts/" + UNKNOWN, body).method("PATCH", body).send();
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.field("/errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void allFaultsComeAtOnceAndOnlyJsonOfABoundedSizeIsRead() {
        var path = "/v1/checkouts/" + UNKNOWN;
        var faults =
                api.post(path, "x").method("PATCH", "{\"amount\":0,\"a/b\":1}").send();
        assertThat(faults.json()
                        .at("/errors")
                        .valueStream()
                        .map(fault -> fault.at("/pointer").asString()))
                .containsExactly("/amount", "/a~1b");
        assertProblem(
                api.get(path)
                        .method("PATCH", "{\"amount\":1}")
                        .header("Content-Type", "text/plain")
                        .send(),
                415,
                "invalid-request");
        assertProblem(api.post(path, "x").method("PATCH", " ".repeat(65537)).send(), 413, "payload-too-large");
        assertProblem(api.post(path, "x").method("PATCH", "{\"amount\":1}").send(), 404, "not-found");
    }

    private static Answer amend(Answer started, String body) {
        return api.post("/v1/checkouts/" + id(started), body)
                .method("PATCH", body)
                .send();
    }
}
