package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.payhub.Golden;
import dev.kassa.sandbox.RequestState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PayHub's path may carry, and who may use it; whatever is refused there is refused in PayHub's words. */
class PayHubPathJourneysIT extends Journeys {
    private PayHub payHub() {
        return payHub("acme-sample-key");
    }

    private PayHub payHub(String apiKey) {
        return new PayHub("http://127.0.0.1:" + port, apiKey);
    }

    /** What the path can carry: everything that a reference may hold, in one segment, encoded. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b//c",
                "/",
                "100%",
                "%2F",
                "%",
                "a b",
                " ",
                "a+b",
                "a;b=c",
                "a?b#c&d=e",
                "a\\b",
                "..a",
                "../../x",
                "\u00e4\u00f6\u00fc",
                "\u6ce8\u6587-\ud83d\uded2",
                "a\u2028b",
                "<\"'>{}|^`[]",
                "chk_123",
                "a:b@c,d"
            })
    void everyReferenceCanStandInThePath(String odd) {
        var reference = odd + UUID.randomUUID().toString().substring(0, 13) + odd;
        var body = order.json().replace("\"reference\": \"" + order.reference(), "\"reference\": \"" + json(reference));
        var started = shop().posts("/v1/checkouts", body);
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.text("/reference")).isEqualTo(reference);

        payHub().cancels("PATCH", reference).is(Golden.CANCELED);

        payHub().cancels("PUT", reference).is(Golden.CONFLICT);
        assertThat(books().paymentRequest().state()).isEqualTo(RequestState.CANCELED);
        books().showNoPayment();
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void withoutAKeyNobodyIsServed(String method) {
        payHub("").cancels(method, order.reference()).is(Golden.NO_KEY);
        payHub("nobodys-key").cancels(method, order.reference()).is(Golden.NO_KEY);
    }

    /** The references "." and ".." are path segments of their own kind: who has such a one names the checkout's id. */
    @Test
    void aSegmentOfDotsLeadsNowhere() {
        for (var dots : List.of("%2e", "%2E%2E", "%2e%2e/123")) {
            var path = Golden.PATH + dots;
            var answer = payHub().cancelsAt("PATCH", path);
            assertThat(answer.http().statusCode()).isEqualTo(400);
            answer.is(Golden.UNREADABLE);
        }
    }

    /** What Tomcat refuses before any filter sees it. */
    @ParameterizedTest
    @CsvSource({"PATCH, a%00b", "PUT, %zz", "PATCH, a%", "PUT, %FF"})
    void whatTheServerItselfCannotReadIsToldInPayHubsWords(String method, String id) throws IOException {
        var path = Golden.PATH + id;

        var answer = sent(method + " " + path + " HTTP/1.1\r\nHost: kassa\r\nX-Api-Key: acme-sample-key\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .contains(Golden.UNREADABLE.body().replace(Golden.PATH + "123", path));
    }

    @Test
    void aTraceIsRefusedInPayHubsWords() throws IOException {
        var path = Golden.PATH + "123";

        var answer = sent("TRACE " + path + " HTTP/1.1\r\nHost: kassa\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: PATCH, PUT\r\n")
                .endsWith("\r\n\r\n" + Golden.METHOD.body());
    }

    private String sent(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
