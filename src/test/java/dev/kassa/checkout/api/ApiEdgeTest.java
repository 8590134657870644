package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API says before a checkout is touched, and where nobody can be asked about one. */
class ApiEdgeTest {
    private static final String START = "{\"reference\":\"" + UUID.randomUUID()
            + "\",\"amount\":1,\"currency\":\"EUR\",\"return_url\":\"https://shop.example/r\"}";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.withoutWorkers();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer unknown", "Basic YWNtZS1rZXk=", "acme-key", "Bearer acme-key x"
            })
    void withoutAKnownKeyNobodyIsServed(String authorization) {
        for (var path : new String[] {"/v1/checkouts", "/v1/nothing"}) {
            var answer =
                    api.post(path, START).header("Authorization", authorization).send();
            assertProblem(answer, 401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void theSchemesNameMayBeWrittenInLowerCase() {
        assertProblem(
                api.get("/v1/nothing")
                        .header("Authorization", "bearer acme-key")
                        .send(),
                404,
                "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nothing, 404, not-found",
        "GET, /nothing, 404, not-found",
        "GET, /error, 404, not-found",
        "DELETE, /v1/checkouts, 405, invalid-request",
        "PUT, /v1/checkouts/chk_x/cancel, 405, invalid-request"
    })
    void whatIsNotThereIsAProblemToo(String method, String path, int status, String type) {
        assertProblem(api.call(path).method(method, "").send(), status, type);
    }

    @Test
    void anAnswerThatNobodyCanReadIsNotGiven() {
        assertProblem(
                api.get("/v1/checkouts/chk_x").header("Accept", "image/png").send(), 406, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "nonsense", "application/x-www-form-urlencoded"})
    void onlyJsonIsRead(String type) {
        var answer =
                api.post("/v1/checkouts", START).header("Content-Type", type).send();
        assertProblem(answer, 415, "invalid-request");
        assertThat(answer.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void aCharsetMayBeNamed() {
        var answer = api.post("/v1/checkouts", "{}")
                .header("Content-Type", "application/json; charset=utf-8")
                .send();
        assertProblem(answer, 400, "invalid-request");
    }

    @Test
    void aBodyOfMoreThan64KibIsNotRead() {
        assertProblem(api.post("/v1/checkouts", " ".repeat(64 * 1024 + 1)).send(), 413, "payload-too-large");
        assertProblem(
                api.post("/v1/checkouts", " ".repeat(64 * 1024 - 2) + "{}").send(), 400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {"{ | well-formed", "[] | JSON object", "'' | required", "{\"a\":1,\"a\":1} | well-formed"})
    void whatIsNoJsonObjectIsTold(String body, String word) {
        var answer = api.post("/v1/checkouts", body).send();
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.field("/errors/0/detail")).contains(word);
    }

    @Test
    void allFaultsComeWithTheirPointers() {
        var answer = api.post("/v1/checkouts", "{\"amount\":\"100\",\"interaction_expiry\":{\"duration\":\"PT1M\"}}")
                .send();
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.json()
                        .at("/errors")
                        .valueStream()
                        .map(fault -> fault.at("/pointer").asString()))
                .containsExactlyInAnyOrder(
                        "/reference", "/amount", "/currency", "/return_url", "/interaction_expiry/duration");
    }

    @Test
    void anExpiryThatIsTooNearIsRefusedAtAFirstStart() {
        var answer = api.post(
                        "/v1/checkouts",
                        START.replaceFirst(
                                "}$",
                                ",\"interaction_expiry\":{\"timestamp\":\""
                                        + Instant.now().plusSeconds(60) + "\"}}"))
                .send();
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.field("/errors/0/pointer")).isEqualTo("/interaction_expiry/timestamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /v1/checkouts/chk_x HTTP/1.1\r\nPrefer: \u0094", "GET /v1/return/chk_x?k=1&=2 HTTP/1.1"})
    void whatTheServerFindsUnreadableOnlyWhenItIsReadIsTheCallersFault(String request) {
        assertThat(api.raw(request)).startsWith("HTTP/1.1 400").contains("/problems/invalid-request");
    }

    @Test
    void aBodyOfSeveralPartsIsNotTakenApart() {
        var body = api.post("/v1/checkouts", START).header("Content-Type", "multipart/form-data");
        assertProblem(body.send(), 415, "invalid-request");
        var none = api.get("/v1/checkouts/chk_x").header("Content-Type", "multipart/form-data");
        assertProblem(none.send(), 404, "not-found");
    }

    @Test
    void theApiDescribesItself() {
        var document = api.get("/v3/api-docs").header("Authorization", "").send();
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.json().at("/paths").propertyNames())
                .contains("/v1/checkouts", "/v1/checkouts/{checkout_id}", "/v1/checkouts/{checkout_id}/cancel")
                .contains("/v1/return/{checkout_id}")
                .doesNotContain("/error");
        assertThat(document.json().at("/components/schemas/Checkout/properties").propertyNames())
                .contains("checkout_id", "session_expires_at");
        assertThat(document.text()).contains("#/components/schemas/StartRequest");
    }

    @Test
    void withoutWorkersAStartSaysSoWithinFifteenSeconds() {
        var began = Instant.now();
        var answer = api.post("/v1/checkouts", START).send();
        assertProblem(answer, 503, "temporal-unavailable");
        assertThat(answer.field("/checkout_id")).startsWith("chk_");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void withoutTemporalEverythingSaysSoWithinFifteenSeconds() throws Exception {
        var away = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .build());
        try (var before = RunningApi.before(WorkflowClient.newInstance(away, RunningApi.clientOptions()))) {
            var began = Instant.now();
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var start =
                        callers.submit(() -> before.post("/v1/checkouts", START).send());
                var read = callers.submit(
                        () -> before.get("/v1/checkouts/chk_" + "a".repeat(52)).send());
                assertProblem(start.get(), 503, "temporal-unavailable");
                assertProblem(read.get(), 503, "temporal-unavailable");
            }
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(15));
        } finally {
            away.shutdownNow();
        }
    }
}
