package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictnessTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static Sandbox sandbox;
    private static Partner partner;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxSettings.defaults().withClock(() -> NOW).withTicking(false));
        partner = new Partner(sandbox);
    }

    @AfterAll
    static void close() {
        partner.close();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic a2xhcm5hX3Rlc3RfYXBpX2RlbW8=",
                "Bearer klarna_test_api_demo",
                "klarna_test_api_demo",
                "basic klarna_test_api_demo",
                "Basic klarna_test_api_other"
            })
    void onlyTheUnencodedKeyIsLetIn(String authorization) {
        Partner.Heard heard = partner.send(
                HttpRequest.newBuilder(java.net.URI.create(sandbox.baseUrl() + partner.accountPath() + "/requests/x"))
                        .header("Authorization", authorization)
                        .build());

        assertThat(heard.status()).isEqualTo(401);
        assertThat(heard.text("/error_code")).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void anotherAccountIsForbidden() {
        Partner.Heard heard = partner.authorizeOn(
                "krn:partner:global:account:test:OTHER", Partner.firstBody(), Map.of("Klarna-Idempotency-Key", "a"));

        assertThat(heard.status()).isEqualTo(403);
        assertThat(heard.text("/error_code")).isEqualTo("OPERATION_FORBIDDEN");
    }

    @Test
    void anUnknownRouteIsNotFound() {
        assertThat(partner.send(partner.request("/accounts/x/payments").build()).text("/error_code"))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void aColonMayBeEncoded() {
        String id = partner.stepUp();

        Partner.Heard heard = partner.send(
                partner.request(partner.accountPath().replace(":", "%3A") + "/requests/" + id.replace(":", "%3A"))
                        .build());

        assertThat(heard.text("/payment_request_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonp", "application/x-www-form-urlencoded"})
    void onlyJsonIsTaken(String contentType) {
        Partner.Heard heard = partner.send(partner.request(partner.accountPath() + "/authorize")
                .header("Content-Type", contentType)
                .header("Klarna-Idempotency-Key", "b")
                .POST(HttpRequest.BodyPublishers.ofString(Partner.firstBody()))
                .build());

        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text("/error_code")).isEqualTo("INVALID_CONTENT_TYPE");
    }

    @Test
    void aBodyOverOneMegabyteIsTooLarge() {
        Partner.Heard heard = partner.authorize("{\"currency\":\"" + "E".repeat(Call.BODY_LIMIT) + "\"}");

        assertThat(heard.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"a-b", "'a b'", "ä"})
    void aCorrelationIdHasOnlyLettersAndDigits(String id) {
        assertThat(parameters(partner.authorize(
                        Partner.firstBody(), Map.of("Klarna-Idempotency-Key", "c", "Partner-Correlation-Id", id))))
                .containsExactly("Partner-Correlation-Id");
    }

    @Test
    void aCorrelationIdIsEchoed() {
        HttpResponse<String> answer = partner.authorize(
                        Partner.firstBody(),
                        Map.of("Klarna-Idempotency-Key", "echo", "Partner-Correlation-Id", "abc123"))
                .raw();

        assertThat(answer.headers().firstValue("Partner-Correlation-Id")).hasValue("abc123");
        assertThat(answer.headers().firstValue("Klarna-Correlation-Id")).isPresent();
        assertThat(answer.headers().firstValue("Klarna-Mtls-Verification-Status"))
                .hasValue("NOT_PRESENT");
    }

    @Test
    void aWriteNeedsAnIdempotencyKey() {
        assertThat(parameters(partner.authorize(Partner.firstBody(), Map.of())))
                .containsExactly("Klarna-Idempotency-Key");
        assertThat(parameters(
                        partner.authorize(Partner.firstBody(), Map.of("Klarna-Idempotency-Key", "k".repeat(256)))))
                .containsExactly("klarna-idempotency-key");
    }

    @Test
    void aDeleteWithABodyIsRefused() {
        Partner.Heard heard = partner.send(partner.request(partner.accountPath() + "/requests/" + partner.stepUp())
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{}"))
                .build());

        assertThat(parameters(heard)).containsExactly("body");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        String body = "{\"currency\":\"EURO\",\"surprise\":1,"
                + "\"request_payment_transaction\":{\"amount\":0,\"capture\":\"SOON\"},"
                + "\"step_up_config\":{\"payment_request_expires_at\":\"2026-03-02T10:00:00Z\","
                + "\"customer_interaction_config\":{\"method\":\"PIGEON\",\"interaction_expiry\":{}}}}";

        Partner.Heard heard = partner.authorize(body, Map.of());

        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.json().has("error_type")).isFalse();
        assertThat(parameters(heard))
                .containsExactlyInAnyOrder(
                        "Klarna-Idempotency-Key",
                        "currency",
                        "surprise",
                        "request_payment_transaction.amount",
                        "request_payment_transaction.capture",
                        "step_up_config.payment_request_expires_at",
                        "step_up_config.customer_interaction_config.method",
                        "step_up_config.customer_interaction_config.interaction_expiry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2147483648", "1.5", "\"9000\"", "null", "1e3"})
    void anAmountIsAnIntegerInBounds(String amount) {
        assertThat(parameters(
                        partner.authorize(Partner.firstBody().replaceFirst("\"amount\":9000", "\"amount\":" + amount))))
                .contains("request_payment_transaction.amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pay.example/r?x={klarna.payment_request.secret}",
                "https://pay.example/r?x={id}",
                "/relative",
                "ftp://pay.example/",
                "not a url"
            })
    void aReturnUrlIsAbsoluteWithKnownPlaceholders(String url) {
        String body = Partner.firstBody().replaceFirst("https://pay.example/r[^\"]*", url);

        assertThat(parameters(partner.authorize(body)))
                .contains("step_up_config.customer_interaction_config.return_url");
    }

    @Test
    void handoverNeedsAReturnUrl() {
        String body = Partner.firstBody().replaceFirst("\"return_url\":\"[^\"]*\",", "");

        assertThat(parameters(partner.authorize(body)))
                .containsExactly("step_up_config.customer_interaction_config.return_url");
    }

    @Test
    void switchedErrorsCarryTheOtherListAndTheirType() {
        Switches switches =
                Switches.defaults().with(Contradiction.ErrorList.ERRORS).with(Contradiction.ErrorType.PRESENT);
        try (Sandbox other = Sandbox.start(SandboxSettings.defaults().withSwitches(switches));
                Partner there = new Partner(other)) {
            Partner.Heard heard = there.authorize("{}");

            assertThat(heard.text("/error_type")).isEqualTo("INPUT_ERROR");
            assertThat(heard.text("/errors/0/error_message")).isNotEmpty();
        }
    }

    private static List<String> parameters(Partner.Heard heard) {
        return StreamSupport.stream(heard.json().path("validation_errors").spliterator(), false)
                .map(fault -> fault.path("parameter").asString(""))
                .toList();
    }
}
