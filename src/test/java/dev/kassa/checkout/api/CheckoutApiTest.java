package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.RunningApi.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.api.RunningApi.Answer;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.secret.ReturnKey;
import dev.kassa.secret.TokenSeal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutApiTest {
    private static final String UNKNOWN = "chk_" + "a".repeat(52);

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.withWorkers();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    // ---- Starting

    @Test
    void aStartIsAnsweredWithTheUrlWhereTheCustomerApproves() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.header("Location")).isEqualTo("/v1/checkouts/" + id(started));
        assertThat(started.header("Cache-Control")).isEqualTo("no-store");
        assertThat(started.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertThat(started.field("/payment_request/state")).isEqualTo("SUBMITTED");
        assertThat(started.field("/payment_request/payment_request_url")).startsWith("https://");
        assertThat(started.json().at("/amount").longValue()).isEqualTo(ScriptedKlarna.STEP_UP);
    }

    @Test
    void klarnaIsGivenKassasReturnUrlAndTheSealedSessionToken() {
        var reference = reference();
        var started = api.post(
                        "/v1/checkouts",
                        body(reference, ScriptedKlarna.STEP_UP)
                                .replaceFirst("\\{", "{\"klarna_network_session_token\":\"sdk-token\","))
                .send();
        var authorize = api.klarna.authorizes.stream()
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
            Callable<Answer> call = () -> start(reference, ScriptedKlarna.STEP_UP);
            for (int caller = 0; caller < 20; caller++) {
                answers.add(callers.submit(call));
            }
        }
        var all = new ArrayList<Answer>();
        for (var answer : answers) {
            all.add(answer.get());
        }
        assertThat(all).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
        assertThat(all).extracting(CheckoutApiTest::id).containsOnly(id(all.getFirst()));
        assertThat(api.klarna.authorizes.stream()
                        .filter(command -> command.boundTo().equals(id(all.getFirst()))))
                .hasSize(1);
    }

    @Test
    void theSameContentAgainIsTheSameCheckoutHoweverItIsWritten() {
        var reference = reference();
        var first = start(reference, ScriptedKlarna.STEP_UP);
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
        start(reference, ScriptedKlarna.STEP_UP);
        assertProblem(start(reference, ScriptedKlarna.APPROVED), 409, "reference-reused");
    }

    @Test
    void theSameReferenceOfAnotherMerchantIsAnotherCheckout() {
        var reference = reference();
        var mine = start(reference, ScriptedKlarna.STEP_UP);
        var theirs = api.post("/v1/checkouts", body(reference, ScriptedKlarna.STEP_UP))
                .as(OTHER)
                .send();
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(id(theirs)).isNotEqualTo(id(mine));
    }

    @ParameterizedTest
    @CsvSource({"2000, AUTHORIZED, approved", "3000, DECLINED, declined_by_klarna"})
    void whatKlarnaDecidesAtOnceIsAnsweredAtOnceAndAgain(int amount, String status, String reason) {
        var reference = reference();
        var started = start(reference, amount);
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.field("/status")).isEqualTo(status);
        assertThat(started.field("/reason")).isEqualTo(reason);
        ended(started);
        var again = start(reference, amount);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.field("/status")).isEqualTo(status);
        assertProblem(start(reference, ScriptedKlarna.STEP_UP), 409, "reference-reused");
    }

    @Test
    void aRequestThatKlarnaRefusesIsToldInKlarnasWords() {
        var reference = reference();
        var refused = start(reference, ScriptedKlarna.REFUSED);
        assertProblem(refused, 422, "refused-by-klarna");
        assertThat(refused.field("/error_code")).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.field("/validation_errors/0/parameter")).isEqualTo("currency");
        var now = api.get("/v1/checkouts/" + refused.field("/checkout_id")).send();
        assertThat(now.field("/status")).isEqualTo("FAILED");
        assertThat(start(reference, ScriptedKlarna.REFUSED).status()).isEqualTo(200);
    }

    @Test
    void aTimestampIsJudgedOnceAtTheStart() {
        var timestamp = Instant.now().plus(Duration.ofMinutes(20)).toString();
        var reference = reference();
        var body = body(reference, ScriptedKlarna.STEP_UP)
                .replaceFirst("}$", ",\"interaction_expiry\":{\"timestamp\":\"" + timestamp + "\"}}");
        var started = api.post("/v1/checkouts", body).send();
        assertThat(started.status()).isEqualTo(201);
        api.ahead = Duration.ofMinutes(10);
        try {
            assertThat(api.post("/v1/checkouts", body).send().status()).isEqualTo(200);
            assertProblem(
                    api.post("/v1/checkouts", body.replace("1000", "1001")).send(), 409, "reference-reused");
            cancel(started);
            var tooNear = restart(started, "");
            assertProblem(tooNear, 400, "invalid-request");
            assertThat(tooNear.field("/errors/0/pointer")).isEqualTo("/interaction_expiry");
            assertThat(restart(started, "{\"interaction_expiry\":{\"duration\":\"PT20M\"}}")
                            .status())
                    .isEqualTo(201);
        } finally {
            api.ahead = Duration.ZERO;
        }
    }

    @Test
    void whereKlarnaIsSlowTheCheckoutGoesOnByItself() {
        var reference = reference();
        var started = start(reference, ScriptedKlarna.SILENT);
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.field("/status")).isEqualTo("AUTHORIZING");
        var cancel = api.post("/v1/checkouts/" + id(started) + "/cancel", "").send();
        assertThat(cancel.status()).isEqualTo(202);
        assertThat(cancel.field("/status")).isEqualTo("AUTHORIZING");
    }

    // ---- Reading

    @Test
    void anUnchangedCheckoutIsNotSentAgain() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/checkouts/" + id(started);
        var first = api.get(path).send();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).matches("\"[\\w-]+\"");
        assertThat(api.get(path)
                        .header("If-None-Match", first.header("ETag"))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(api.get(path).header("If-None-Match", "\"other\"").send().status())
                .isEqualTo(200);
    }

    @Test
    void aReaderWhoWaitsIsToldOfTheEndAndLeavesNoTrace() throws Exception {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/checkouts/" + id(started);
        long before = api.historyLength(id(started));
        var notYet = api.get(path).header("Prefer", "wait=1").send();
        assertThat(notYet.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertThat(notYet.header("Preference-Applied")).isEqualTo("wait=1");
        assertThat(api.historyLength(id(started))).isEqualTo(before);
        try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = reader.submit(
                    () -> api.get(path).header("Prefer", "wait=20").send());
            cancel(started);
            assertThat(waiting.get().field("/status")).isEqualTo("CANCELED");
        }
    }

    @Test
    void aCheckoutIsFoundByItsReference() {
        var reference = reference() + " &å";
        var started = start(reference, ScriptedKlarna.STEP_UP);
        var query = "?reference=" + java.net.URLEncoder.encode(reference, java.nio.charset.StandardCharsets.UTF_8);
        var found = api.get("/v1/checkouts" + query).send();
        assertThat(found.field("/checkouts/0/checkout_id")).isEqualTo(id(started));
        assertThat(api.get("/v1/checkouts?reference=nobody").send().text()).isEqualTo("{\"checkouts\":[]}");
        assertThat(api.get("/v1/checkouts" + query).as(OTHER).send().text()).isEqualTo("{\"checkouts\":[]}");
        assertProblem(api.get("/v1/checkouts").send(), 501, "needs-visibility");
        assertProblem(api.get("/v1/checkouts?status=EXPIRED").send(), 501, "needs-visibility");
    }

    @Test
    void foreignUnknownAndMalformedIdsCannotBeToldApart() {
        var id = id(start(reference(), ScriptedKlarna.STEP_UP));
        for (var unseen : List.of(id, UNKNOWN, "chk_x", "..%2F")) {
            var path = "/v1/checkouts/" + unseen;
            if (!unseen.startsWith("..")) {
                assertThat(withoutInstance(api.get(path).as(OTHER).send()))
                        .isEqualTo(withoutInstance(
                                api.get("/v1/checkouts/" + UNKNOWN).send()));
                assertProblem(api.post(path + "/cancel", "").as(OTHER).send(), 404, "not-found");
                assertProblem(api.post(path + "/restart", "").as(OTHER).send(), 404, "not-found");
            }
        }
        assertThat(api.get("/v1/checkouts/" + id).send().field("/status")).isEqualTo("AWAITING_CUSTOMER");
    }

    @Test
    void ofATerminatedRunOnlyWhatIsKnownIsTold() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        api.temporalClient().newUntypedWorkflowStub(id(started)).terminate("by hand");
        var now = api.get("/v1/checkouts/" + id(started)).send();
        assertThat(now.status()).isEqualTo(200);
        assertThat(now.field("/status")).isEqualTo("UNCONFIRMED");
        assertThat(now.field("/reason")).isEqualTo("run_ended");
        assertThat(now.field("/payment_request/payment_request_id"))
                .isEqualTo(started.field("/payment_request/payment_request_id"));
        assertProblem(api.post("/v1/checkouts/" + id(started) + "/cancel", "").send(), 409, "outcome-unknown");
        assertProblem(api.post("/v1/checkouts/" + id(started) + "/restart", "").send(), 409, "not-restartable");
    }

    // ---- Canceling

    @Test
    void aCancellationIsAnsweredByKlarnasWordAndCanBeRepeated() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        var canceled = api.post("/v1/checkouts/" + id(started) + "/cancel", "{\"reason\":\"customer_abandoned\"}")
                .send();
        assertThat(canceled.status()).isEqualTo(200);
        assertThat(canceled.field("/status")).isEqualTo("CANCELED");
        assertThat(canceled.field("/reason")).isEqualTo("merchant_canceled");
        assertThat(cancel(started).status()).isEqualTo(200);
    }

    @Test
    void aCustomerWhoCompletedFirstIsNotCanceled() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        api.klarna.is(PaymentRequestState.COMPLETED, started.field("/payment_request/payment_request_id"));
        assertProblem(cancel(started), 409, "already-completed");
        ended(started);
        assertProblem(cancel(started), 409, "already-final");
        assertThat(api.get("/v1/checkouts/" + id(started)).send().field("/status"))
                .isEqualTo("AUTHORIZED");
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

    // ---- Restarting

    @Test
    void aCheckoutThatEndedUnpaidIsRestartedAsANewAttempt() {
        var reference = reference();
        var started = start(reference, ScriptedKlarna.STEP_UP);
        assertProblem(restart(started, ""), 409, "not-restartable");
        cancel(started);
        var restarted = restart(started, "{\"session_timeout\":\"PT1H\"}");
        assertThat(restarted.status()).isEqualTo(201);
        assertThat(id(restarted)).isEqualTo(id(started));
        assertThat(restarted.json().at("/attempt").longValue()).isEqualTo(2);
        assertThat(restarted.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertThat(restarted.field("/payment_request/payment_request_id"))
                .isNotEqualTo(started.field("/payment_request/payment_request_id"));
        var second = api.klarna.authorizes.getLast().call();
        assertThat(second.stepUp().interactionExpiry().duration()).isEqualTo("PT1H");
        assertThat(second.stepUp().returnUrl()).contains("?k=2.");
        assertThat(second.key())
                .isNotEqualTo(api.klarna.authorizes.getFirst().call().key());
        var repeat = start(reference, ScriptedKlarna.STEP_UP);
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.json().at("/attempt").longValue()).isEqualTo(2);
        assertThat(api.get("/v1/checkouts/" + id(started))
                        .send()
                        .json()
                        .at("/attempt")
                        .longValue())
                .isEqualTo(2);
    }

    @Test
    void ofConcurrentRestartsOneAttemptComes() throws Exception {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        cancel(started);
        List<Future<Answer>> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> call = () -> restart(started, "");
            for (int caller = 0; caller < 5; caller++) {
                answers.add(callers.submit(call));
            }
        }
        for (var answer : answers) {
            assertThat(answer.get().status()).isIn(201, 409);
        }
        assertThat(api.klarna.authorizes.stream()
                        .filter(command -> command.boundTo().equals(id(started))))
                .hasSize(2);
    }

    @Test
    void whatIsPaidIsNotRestarted() {
        var started = start(reference(), ScriptedKlarna.APPROVED);
        ended(started);
        assertProblem(restart(started, ""), 409, "not-restartable");
    }

    @Test
    void aRestartsFaultsAreTold() {
        var started = start(reference(), ScriptedKlarna.DECLINED);
        var answer = restart(
                started,
                "{\"session_timeout\":1,\"amount\":5,\"interaction_expiry\":{\"timestamp\":\"2020-01-01T00:00:00Z\"}}");
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.text()).contains("\"/session_timeout\"", "\"/amount\"", "\"/interaction_expiry/timestamp\"");
    }

    // ---- Returning

    @Test
    void aReturnIsAHintThatMakesTheRunRead() {
        var started = start(reference() + " å&=", ScriptedKlarna.STEP_UP);
        var id = started.field("/payment_request/payment_request_id");
        api.klarna.is(PaymentRequestState.COMPLETED, id);
        var returned = api.get(returnPath(started, 1) + "&state=DECLINED")
                .header("Authorization", "")
                .send();
        assertThat(returned.status()).isEqualTo(303);
        assertThat(returned.header("Location"))
                .startsWith("https://shop.example/r?checkout_id=" + id(started) + "&reference=")
                .contains("%20%C3%A5%26%3D")
                .endsWith("&status=AUTHORIZED");
        assertThat(api.klarna.reads).containsOnlyOnce(id);
        api.get(returnPath(started, 1)).send();
        assertThat(api.klarna.reads).containsOnlyOnce(id);
    }

    @Test
    void aReturnWithoutAnOutcomeLeavesTheStatusOut() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        var returned = api.get(returnPath(started, 1)).send();
        assertThat(returned.status()).isEqualTo(303);
        assertThat(returned.header("Location")).doesNotContain("status=");
        long read = api.klarna.reads.stream()
                .filter(started.field("/payment_request/payment_request_id")::equals)
                .count();
        api.get(returnPath(started, 1)).send();
        assertThat(api.klarna.reads.stream()
                        .filter(started.field("/payment_request/payment_request_id")::equals)
                        .count())
                .isEqualTo(read)
                .isEqualTo(1);
    }

    @Test
    void withoutItsKeyAReturnIsAPlain404() {
        var started = start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/return/" + id(started);
        for (var unknown : List.of(
                path,
                path + "?k=",
                path + "?k=1.AAAAAAAAAAAAAAAAAAAAAA",
                returnPath(started, 1).replace("k=1.", "k=2."),
                returnPath(started, 1).replace(id(started), UNKNOWN),
                "/v1/return/x?k=1.a")) {
            var answer = api.get(unknown).send();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("text/plain");
        }
    }

    private static Answer start(String reference, int amount) {
        return api.post("/v1/checkouts", body(reference, amount)).send();
    }

    private static Answer cancel(Answer started) {
        return api.post("/v1/checkouts/" + id(started) + "/cancel", "").send();
    }

    private static Answer restart(Answer started, String body) {
        return api.post("/v1/checkouts/" + id(started) + "/restart", body).send();
    }

    private static void ended(Answer started) {
        api.get("/v1/checkouts/" + id(started)).header("Prefer", "wait=10").send();
    }

    private static String returnPath(Answer started, int attempt) {
        var k = attempt + "." + new ReturnKey(RunningApi.KEYS).of(id(started), attempt);
        return "/v1/return/" + id(started) + "?k=" + k;
    }

    private static String body(String reference, int amount) {
        return "{\"reference\":\"" + reference + "\",\"amount\":" + amount
                + ",\"currency\":\"EUR\",\"return_url\":\"https://shop.example/r\"}";
    }

    private static String reference() {
        return "order-" + UUID.randomUUID();
    }

    private static String id(Answer answer) {
        return answer.field("/checkout_id");
    }

    private static String withoutInstance(Answer answer) {
        return answer.status() + answer.text().replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.field("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.json().at("/status").intValue()).isEqualTo(status);
        assertThat(answer.field("/title")).isNotEmpty();
        assertThat(answer.field("/detail")).isNotEmpty();
        assertThat(answer.field("/instance")).isEqualTo(answer.http().uri().getPath());
    }
}
