package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.http.Calls.Call;
import dev.kassa.klarna.http.ScriptedKlarna.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a network, a proxy and a Klarna in trouble do to a call; nothing of it is ever sent twice. */
class BrokenAnswersTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private final ScriptedKlarna server = new ScriptedKlarna();
    private final HttpKlarna klarna = Calls.client(server);

    @AfterEach
    void close() {
        klarna.close();
        server.close();
    }

    static Stream<Reply> lostAnswers() {
        return Stream.of(
                ScriptedKlarna.reset(),
                ScriptedKlarna.hangUp(),
                ScriptedKlarna.thenEnd("HTTP/1.1 20"),
                ScriptedKlarna.thenEnd("nonsense\r\n\r\n"),
                ScriptedKlarna.thenEnd(HEAD),
                ScriptedKlarna.thenEnd(HEAD + "Content-Length: 1000\r\n\r\n{\"payment_transaction_response\":"),
                ScriptedKlarna.thenEnd(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":"),
                ScriptedKlarna.thenEnd(HEAD + "\r\n{\"payment_transaction_response\":{\"resu"),
                ScriptedKlarna.thenEnd("HTTP/1.1 502 Bad\r\nContent-Length: 1000\r\n\r\n<html>"),
                ScriptedKlarna.thenEnd("HTTP/1.1 400 Bad\r\nContent-Length: 1000\r\n\r\n{\"error_code\""),
                ScriptedKlarna.json(200, ""),
                ScriptedKlarna.json(204, ""),
                ScriptedKlarna.whole(200, "text/html", "<html>Welcome</html>"),
                ScriptedKlarna.whole(502, "text/html", "<html>Bad gateway</html>"),
                ScriptedKlarna.json(503, Calls.ERROR.formatted("TEMPORARY_UNAVAILABLE")));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aLostAnswerLeavesAWriteUnknownAndIsNotSentAgain(Reply reply) {
        server.plays(reply, ScriptedKlarna.json(200, Calls.APPROVED));

        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                .isInstanceOf(KlarnaException.OutcomeUnknown.class);
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aConnectionThatEndedWhileItWasPooledIsNoReasonToSendAWriteTwice(Call call) {
        server.plays(
                ScriptedKlarna.json(200, Calls.SUBMITTED),
                ScriptedKlarna.hangUp(),
                ScriptedKlarna.json(200, Calls.SUBMITTED));
        klarna.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

        if (call == Call.READ) {
            call.make(klarna); // The JDK reads again on a new connection, and may.
            assertThat(server.received()).hasSize(3);
        } else {
            assertThatThrownBy(() -> call.make(klarna)).isInstanceOf(KlarnaException.OutcomeUnknown.class);
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void aDeleteIsNotSentTwiceEither() {
        server.plays(
                ScriptedKlarna.json(200, Calls.SUBMITTED),
                ScriptedKlarna.hangUp(),
                ScriptedKlarna.json(200, Calls.CANCELED));
        klarna.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

        klarna.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

        assertThat(server.received()).extracting(sent -> sent.method()).containsExactly("GET", "DELETE", "GET");
    }

    static Stream<Reply> slowAnswers() {
        return Stream.of(
                ScriptedKlarna.thenSilence(""),
                ScriptedKlarna.thenSilence("HTTP/1.1 200 OK\r\n"),
                ScriptedKlarna.thenSilence(HEAD + "Content-Length: 1000\r\n\r\n{\"payment_"),
                ScriptedKlarna.thenSilence(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":"),
                ScriptedKlarna.trickle());
    }

    @ParameterizedTest
    @MethodSource("slowAnswers")
    void anAnswerThatDoesNotEndInTimeIsUnknownHoweverFarItCame(Reply reply) {
        try (var impatient = Calls.impatientClient(server)) {
            server.plays(reply);
            var started = Instant.now();

            assertThatThrownBy(() -> impatient.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.OutcomeUnknown.class);
            assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aReadThatTakesTooLongMayBeRepeated() {
        try (var impatient = Calls.impatientClient(server)) {
            server.plays(ScriptedKlarna.thenSilence(""));

            assertThatThrownBy(() -> impatient.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST))
                    .isInstanceOf(KlarnaException.Transient.class)
                    .hasMessage("readPaymentRequest: Klarna did not answer in time");
        }
    }

    @Test
    void aBodyOverTheLimitIsNotReadToItsEnd() {
        server.plays(ScriptedKlarna.json(200, "{\"a\":\"" + "x".repeat(3_000_000) + "\"}"));

        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                .isInstanceOf(KlarnaException.OutcomeUnknown.class);
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void aRedirectIsNotFollowedBecauseTheKeyWouldGoWithIt(int status) {
        server.plays(
                ScriptedKlarna.json(status, "", "Location: " + server.baseUrl() + "/elsewhere"),
                ScriptedKlarna.json(200, Calls.APPROVED));

        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                .isInstanceOf(KlarnaException.Refused.class)
                .hasMessageContaining("HTTP " + status);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a401WithOrWithoutAChallengeIsAnAnswerLikeOthers() {
        var unauthorized = Calls.ERROR.formatted("UNAUTHORIZED");
        server.plays(
                ScriptedKlarna.json(401, unauthorized),
                ScriptedKlarna.json(401, unauthorized, "WWW-Authenticate: Basic realm=\"klarna\""));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.Refused.class)
                    .hasMessage("authorizePayment: Klarna does not accept the API key, HTTP 401 UNAUTHORIZED");
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whereNobodyListensNothingWasExecuted(Call call) {
        server.close();

        assertThatThrownBy(() -> call.make(klarna))
                .isInstanceOf(KlarnaException.Transient.class)
                .hasMessageContaining("nothing was sent");
    }

    @ParameterizedTest
    @CsvSource({"http://no-such-host.invalid/v2", "https://127.0.0.1:%d/v2"})
    void anUnknownNameAndABrokenTlsHandshakeAreNoConnections(String url) {
        var settings = Calls.settings(server);
        server.plays(ScriptedKlarna.hangUp());
        var there = KlarnaSettings.of(
                URI.create(url.formatted(server.baseUrl().getPort())), settings.apiKey(), CallPace.QUICK);
        try (var client = new HttpKlarna(there)) {
            assertThatThrownBy(() -> client.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.Transient.class);
        }
    }

    @Test
    void aRefusedCancelIsDecidedByTheRead() {
        server.plays(
                ScriptedKlarna.json(409, Calls.ERROR.formatted("RESOURCE_CONFLICT")),
                ScriptedKlarna.json(200, Calls.SUBMITTED.replace("SUBMITTED", "COMPLETED")));

        var standing = (Standing.Stands) klarna.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

        assertThat(standing.paymentRequest().state().name()).isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({"200", "204", "400", "401", "403", "404", "409", "429", "500", "503"})
    void whateverADeleteAnswersTheReadAfterItIsTheTruth(int status) {
        server.plays(
                ScriptedKlarna.json(status, status == 204 ? "" : Calls.ERROR.formatted("X")),
                ScriptedKlarna.json(404, Calls.ERROR.formatted("RESOURCE_NOT_FOUND")));

        assertThat(klarna.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST)).isEqualTo(new Standing.NotFound());
    }

    @Test
    void anUnansweredDeleteIsReadAfterIt() {
        try (var impatient = Calls.impatientClient(server)) {
            server.plays(ScriptedKlarna.thenSilence(""), ScriptedKlarna.json(200, Calls.CANCELED));

            var standing = (Standing.Stands) impatient.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

            assertThat(standing.paymentRequest().state().name()).isEqualTo("CANCELED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // status of the DELETE, status of the read, what is thrown
        "200, 503, OutcomeUnknown",
        "204, 401, OutcomeUnknown",
        "500, 429, OutcomeUnknown",
        "409, 503, OutcomeUnknown",
        "429, 503, Transient",
        "404, 503, Transient",
        "401, 401, Refused",
    })
    void aFailedReadLeavesACancelUnknownWhereTheDeleteMayHaveBeenExecuted(int delete, int read, String thrown) {
        server.plays(
                ScriptedKlarna.json(delete, Calls.ERROR.formatted("X")),
                ScriptedKlarna.json(read, Calls.ERROR.formatted("Y"), "Retry-After: 4"));

        assertThatThrownBy(() -> klarna.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST))
                .isInstanceOfSatisfying(KlarnaException.class, failure -> {
                    assertThat(failure.getClass().getSimpleName()).isEqualTo(thrown);
                    assertThat(failure.details().status()).isEqualTo(read);
                    assertThat(failure.getMessage()).contains("HTTP " + read + " Y");
                });
    }
}
