package dev.kassa.checkout.payhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What PayHub's edge says before a payment request is looked for, and where nobody can be asked about one. */
class PayHubEdgeTest {
    private static final String PATH = Golden.PATH + "123";
    private static final String CANCELED = "{\"Status\":\"canceled\"}";
    private static final String[] METHODS = {"PATCH", "PUT"};

    private static PayHubServer server;

    @BeforeAll
    static void start() {
        server = new PayHubServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder request() {
        return server.request(PATH).header("Content-Type", "application/json");
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request, String method, String body) {
        return server.send(request, method, BodyPublishers.ofString(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "Authorization | ''",
                "Authorization | Bearer",
                "Authorization | Bearer unknown",
                "Authorization | Basic YWNtZS1rZXk=",
                "Authorization | acme-key",
                "X-Api-Key | ''",
                "X-Api-Key | unknown",
                "X-Api-Key | Bearer acme-key",
                "X-Other | acme-key"
            })
    void withoutAKnownKeyNobodyIsServedWhateverElseIsWrong(String header, String value) {
        for (var method : METHODS) {
            for (var body : new String[] {CANCELED, "{", " ".repeat(70_000)}) {
                var request = request().setHeader("Authorization", "").setHeader(header, value);
                var answer = send(request.setHeader("Content-Type", "text/plain"), method, body);
                Golden.NO_KEY.assertIs(answer, PATH);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            }
        }
        for (var method : new String[] {"GET", "DELETE", "OPTIONS", "SPELL"}) {
            Golden.NO_KEY.assertIs(send(request().setHeader("Authorization", ""), method, ""), PATH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer acme-key", "bearer  acme-key", "Basic eDp5", ""})
    void theKeyMayComeInEitherHeader(String authorization) {
        var request = request().setHeader("Authorization", authorization).header("X-Api-Key", "acme-key");
        Golden.STATUS_NOT_CANCELED.assertIs(send(request, "PATCH", "{}"), PATH);
    }

    @Test
    void keysOfTwoMerchantsAreNobodys() {
        Golden.NO_KEY.assertIs(send(request().header("X-Api-Key", "other-key"), "PATCH", CANCELED), PATH);
        Golden.NO_KEY.assertIs(send(request().header("X-Api-Key", "unknown"), "PATCH", CANCELED), PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "\"canceled\"",
                "{",
                "{\"Status\":\"cancelled\"}",
                "{\"Status\":\"Canceled\"}",
                "{\"Status\":\" canceled\"}",
                "{\"Status\":null}",
                "{\"Status\":[\"canceled\"]}",
                "{\"status\":\"canceled\"}",
                "{\"Status\":\"canceled\"} x",
                "{\"Status\":\"refunded\",\"Status\":\"canceled\"}",
                "{\"n\":1e999999999999,\"Status\":\"x\"}"
            })
    void anythingButStatusCanceledIsRefused(String body) {
        for (var method : METHODS) {
            Golden.STATUS_NOT_CANCELED.assertIs(send(request(), method, body), PATH);
        }
    }

    @Test
    void aBodyNestedWithoutEndIsRefused() {
        Golden.STATUS_NOT_CANCELED.assertIs(send(request(), "PUT", "[".repeat(60_000)), PATH);
    }

    /** Each is read as far as to look for the payment request, which nobody can be asked about here. */
    @Test
    void otherFieldsAreIgnoredAndWhereTemporalIsAwayItIsPayHubs500WithinFifteenSeconds() throws Exception {
        var began = Instant.now();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<HttpResponse<byte[]>>>();
            for (var body : new String[] {
                CANCELED, "{ \"Status\" : \"canceled\" }", "{\"a\":[],\"Status\":\"canceled\",\"status\":7}"
            }) {
                for (var method : METHODS) {
                    answers.add(callers.submit(() -> send(request(), method, body)));
                }
            }
            for (var answer : answers) {
                Golden.FAILED.assertIs(answer.get(), PATH);
            }
        }
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "application/merge-patch+json",
                "APPLICATION/JSON",
                "text/json"
            })
    void everyKindOfJsonIsRead(String type) {
        Golden.STATUS_NOT_CANCELED.assertIs(send(request().setHeader("Content-Type", type), "PATCH", "{}"), PATH);
    }

    @Test
    void theContentTypeMayBeLeftOut() {
        Golden.STATUS_NOT_CANCELED.assertIs(send(server.request(PATH), "PUT", "{}"), PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "nonsense", "application/x-www-form-urlencoded", "*/*"})
    void whatIsNotJsonIsNotRead(String type) {
        for (var method : METHODS) {
            Golden.NOT_JSON.assertIs(send(request().setHeader("Content-Type", type), method, CANCELED), PATH);
        }
    }

    @Test
    void aBodyOfMoreThan64KibIsNotRead() {
        for (var method : METHODS) {
            var body = " ".repeat(64 * 1024 + 1);
            Golden.TOO_LARGE.assertIs(send(request(), method, body), PATH);
            var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
            Golden.TOO_LARGE.assertIs(server.send(request(), method, chunked), PATH);
            Golden.STATUS_NOT_CANCELED.assertIs(send(request(), method, body.substring(3) + "{}"), PATH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "DELETE", "OPTIONS", "SPELL"})
    void otherMethodsAreNotThere(String method) {
        var answer = send(request(), method, "");
        Golden.METHOD.assertIs(answer, PATH);
        assertThat(answer.headers().firstValue("Allow")).hasValue("PATCH, PUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/payhub",
                "/api/payhub/",
                "/api/payhub/v1/payment/request",
                "/api/payhub/v1/payment/request/",
                "/api/payhub/v1/payment/request/123/",
                "/api/payhub/v1/payment/request/12/3",
                "/api/payhub/v2/payment/request/123"
            })
    void otherPathsOfPayHubAreNotFoundInPayHubsWords(String path) {
        for (var method : METHODS) {
            Golden.NO_SUCH_PATH.assertIs(send(server.request(path), method, CANCELED), path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/payhub/v1/payment/request;v=1/123",
                "/api/payhub/v1/payment%2Frequest/123",
                "/api/payhub/v1/payment/request/../request/123",
                "/api/payhub/v1/payment/request/%2e%2e/%2e%2e/123"
            })
    void whatTheFirewallRefusesIsToldInPayHubsWords(String path) {
        Golden.UNREADABLE.assertIs(send(server.request(path), "PATCH", CANCELED), path);
    }

    @Test
    void elsewhereTheFirewallIsAsStrictAsEver() {
        for (var path : new String[] {"/v1/checkouts/a%2Fb", "/v1/checkouts/a%25b", "/v1/checkouts/a;b", "/a%5Cb"}) {
            assertThat(send(server.request(path), "GET", "").statusCode())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @Test
    void theInstanceIsThePathAsItWasSentWithoutItsQuery() {
        var path = Golden.PATH + "a%2fb%20%C3%A4;x=1?q=%22";
        Golden.STATUS_NOT_CANCELED.assertIs(send(server.request(path), "PATCH", "{}"), path);
    }

    @Test
    void whatTheCallerWouldAcceptChangesNothing() {
        Golden.STATUS_NOT_CANCELED.assertIs(send(request().header("Accept", "image/png"), "PUT", "{}"), PATH);
    }

    @Test
    void aRefusalByStatusAloneTakesPayHubsShapeAndKeepsItsHeaders() {
        for (var method : METHODS) {
            var answer = send(request().header("X-Trouble", "limit"), method, CANCELED);
            Golden.TOO_MANY.assertIs(answer, PATH);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
        }
    }

    @Test
    void anExceptionThatNobodyCaughtIsPayHubs500() {
        for (var method : METHODS) {
            Golden.FAILED.assertIs(send(request().header("X-Trouble", "bug"), method, CANCELED), PATH);
        }
    }

    @Test
    void anIdThatCanBeNoReferenceIsUnknownWithoutAsking() {
        for (var id : new String[] {"a".repeat(256), "a%0Ab", "%7F"}) {
            var path = Golden.PATH + id;
            Golden.UNKNOWN.assertIs(send(server.request(path), "PATCH", CANCELED), path);
        }
    }

    @Test
    void theServicesDocumentDescribesTheEndpoint() {
        var document = JsonMapper.shared()
                .readTree(new String(
                        send(server.request("/v3/api-docs"), "GET", "").body(), UTF_8));
        var path = document.at("/paths").get(PayHubPaths.PAYMENT_REQUEST);
        assertThat(document.at("/paths").propertyNames()).containsExactly(PayHubPaths.PAYMENT_REQUEST);
        assertThat(path.propertyNames()).contains("patch", "put");
        for (var method : new String[] {"patch", "put"}) {
            assertThat(path.get(method).get("responses").propertyNames())
                    .containsExactly("200", "400", "401", "403", "404", "405", "409", "413", "415", "429", "500");
        }
        assertThat(document.at("/components/schemas/PayHubError/required")
                        .valueStream()
                        .map(Object::toString))
                .hasSize(7);
        assertThat(document.at("/components/securitySchemes/payHubApiKey/name").asString())
                .isEqualTo("X-Api-Key");
    }
}
