package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.RunningApi.OTHER;
import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.api.RunningApi.Answer;
import dev.kassa.secret.TokenSeal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartingCheckoutsTest {
    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void aStartIsAnsweredWithTheUrlWhereTheCustomerApproves() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.header("Location")).isEqualTo("/v1/checkouts/" + id(started));
        assertThat(started.header("Cache-Control")).isEqualTo("no-store");
        assertThat(started.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertThat(started.field("/payment_request/state")).isEqualTo("SUBMITTED");
        assertThat(started.field("/payment_request/payment_request_url")).startsWith("https://");
        assertThat(started.json().at("/amount").longValue()).isEqualTo(ScriptedKlarna.STEP_UP);
    }

    @Test
    void aStartWhoseTaskTemporalThrewAwayIsToldAgain() {
        api.thrownAway().next("ExecuteMultiOperation");
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        assertThat(api.thrownAway().wasOne()).isTrue();
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.field("/status")).isEqualTo("AWAITING_CUSTOMER");
    }

    @Test
    void aStartThatTemporalRefusesForAnotherReasonIsNotToldAgain() {
        var reference = reference();
        api.thrownAway().nextOnStandby("ExecuteMultiOperation");
        var refused = api.start(reference, ScriptedKlarna.STEP_UP);
        assertThat(api.thrownAway().wasOne()).isTrue();
        assertProblem(refused, 503, "temporal-unavailable");
        assertThat(api.get("/v1/checkouts?reference=" + reference).send().text())
                .isEqualTo("{\"checkouts\":[]}");
    }

    @Test
    void klarnaIsGivenKassasReturnUrlAndTheSealedSessionToken() {
        var reference = reference();
        var started = api.post(
                        "/v1/checkouts",
                        api.body(reference, ScriptedKlarna.STEP_UP)
                                .replaceFirst("\\{", "{\"klarna_network_session_token\":\"sdk-token\","))
                .send();
        var authorize = api.klarna().authorizes.stream()
                .filter(command -> command.boundTo().equals(id(started)))
                .toList()
                .getFirst();
        var returnUrl = String.valueOf(authorize.call().stepUp().returnUrl());
        assertThat(returnUrl)
                .startsWith("https://pay.example/v1/return/" + id(started) + "?k=1.")
                .endsWith("&payment_request_id={klarna.payment_request.id}"
                        + "&state={klarna.payment_request.state}"
                        + "&reference={klarna.payment_request.payment_request_reference}");
        assertThat(new TokenSeal(RunningApi.KEYS).open(String.valueOf(authorize.sealedSessionToken()), id(started)))
                .isEqualTo("sdk-token");
    }

    @Test
    void ofTwentyConcurrentIdenticalStartsExactlyOneMadeTheCheckout() throws Exception {
        var reference = reference();
        List<Future<Answer>> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> call = () -> api.start(reference, ScriptedKlarna.STEP_UP);
            for (int caller = 0; caller < 20; caller++) {
                answers.add(callers.submit(call));
            }
        }
        var all = new ArrayList<Answer>();
        for (var answer : answers) {
            all.add(answer.get());
        }
        assertThat(all).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
        assertThat(all).extracting(SharedApi::id).containsOnly(id(all.getFirst()));
        assertThat(api.klarna().authorizes.stream()
                        .filter(command -> command.boundTo().equals(id(all.getFirst()))))
                .hasSize(1);
    }

    @Test
    void theSameContentAgainIsTheSameCheckoutHoweverItIsWritten() {
        var reference = reference();
        var first = api.start(reference, ScriptedKlarna.STEP_UP);
        var again = api.post(
                        "/v1/checkouts",
                        "{\"capture\":\"LATER\", \"return_url\":\"https://shop.example/r\", \"currency\":\"EUR\","
                                + "\"amount\":1000, \"reference\":\"" + reference + "\"}")
                .send();
        assertThat(again.status()).isEqualTo(200);
        assertThat(id(again)).isEqualTo(id(first));
    }

    @Test
    void otherContentUnderTheSameReferenceIsAConflict() {
        var reference = reference();
        api.start(reference, ScriptedKlarna.STEP_UP);
        assertProblem(api.start(reference, ScriptedKlarna.APPROVED), 409, "reference-reused");
    }

    @Test
    void theSameReferenceOfAnotherMerchantIsAnotherCheckout() {
        var reference = reference();
        var mine = api.start(reference, ScriptedKlarna.STEP_UP);
        var theirs = api.post("/v1/checkouts", api.body(reference, ScriptedKlarna.STEP_UP))
                .as(OTHER)
                .send();
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(id(theirs)).isNotEqualTo(id(mine));
    }

    @ParameterizedTest
    @CsvSource({"2000, AUTHORIZED, approved", "3000, DECLINED, declined_by_klarna"})
    void whatKlarnaDecidesAtOnceIsAnsweredAtOnceAndAgain(int amount, String status, String reason) {
        var reference = reference();
        var started = api.start(reference, amount);
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.field("/status")).isEqualTo(status);
        assertThat(started.field("/reason")).isEqualTo(reason);
        api.ended(started);
        var again = api.start(reference, amount);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.field("/status")).isEqualTo(status);
        assertProblem(api.start(reference, ScriptedKlarna.STEP_UP), 409, "reference-reused");
    }

    @Test
    void aRequestThatKlarnaRefusesIsToldInKlarnasWords() {
        var reference = reference();
        var refused = api.start(reference, ScriptedKlarna.REFUSED);
        assertProblem(refused, 422, "refused-by-klarna");
        assertThat(refused.field("/error_code")).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.field("/validation_errors/0/parameter")).isEqualTo("currency");
        var now = api.get("/v1/checkouts/" + refused.field("/checkout_id")).send();
        assertThat(now.field("/status")).isEqualTo("FAILED");
        assertThat(api.start(reference, ScriptedKlarna.REFUSED).status()).isEqualTo(200);
    }

    @Test
    void aTimestampIsJudgedOnceAtTheStart() {
        var timestamp = Instant.now().plus(Duration.ofMinutes(20)).toString();
        var reference = reference();
        var body = api.body(reference, ScriptedKlarna.STEP_UP)
                .replaceFirst("}$", ",\"interaction_expiry\":{\"timestamp\":\"" + timestamp + "\"}}");
        var started = api.post("/v1/checkouts", body).send();
        assertThat(started.status()).isEqualTo(201);
        api.ahead(Duration.ofMinutes(10), () -> {
            assertThat(api.post("/v1/checkouts", body).send().status()).isEqualTo(200);
            assertProblem(
                    api.post("/v1/checkouts", body.replace("1000", "1001")).send(), 409, "reference-reused");
            api.cancel(started);
            var tooNear = api.restart(started, "");
            assertProblem(tooNear, 400, "invalid-request");
            assertThat(tooNear.field("/errors/0/pointer")).isEqualTo("/interaction_expiry");
            assertThat(api.restart(started, "{\"interaction_expiry\":{\"duration\":\"PT20M\"}}")
                            .status())
                    .isEqualTo(201);
        });
    }

    @Test
    void whereKlarnaIsSlowTheCheckoutGoesOnByItselfAndSoDoesItsCancellation() throws Exception {
        var reference = reference();
        var id = CheckoutId.of(new MerchantId("acme"), reference);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = callers.submit(() -> api.start(reference, ScriptedKlarna.SILENT));
            await().until(() -> api.get("/v1/checkouts/" + id).send().status() == 200);
            var cancel = callers.submit(
                    () -> api.post("/v1/checkouts/" + id + "/cancel", "").send());
            for (var answer : List.of(start.get(), cancel.get())) {
                assertThat(answer.status()).isEqualTo(202);
                assertThat(answer.field("/status")).isEqualTo("AUTHORIZING");
            }
        }
    }
}
