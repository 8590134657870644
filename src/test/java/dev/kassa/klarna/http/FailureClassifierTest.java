package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.KlarnaException.ValidationError;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;

/** What surrounds the table of errors: exceptions of the network, waits, lists of faults and sentences. */
class FailureClassifierTest {
    static Stream<Exception> failuresBeforeAnythingWasSent() {
        var unresolved = new ConnectException();
        unresolved.initCause(new UnresolvedAddressException());
        return Stream.of(
                new ConnectException("refused"),
                unresolved,
                new UnknownHostException("nowhere"),
                new NoRouteToHostException(),
                new HttpConnectTimeoutException("HTTP connect timed out"),
                new SSLHandshakeException("PKIX path building failed"),
                new IOException(new SSLHandshakeException("Received fatal alert: certificate_required")));
    }

    @ParameterizedTest
    @MethodSource("failuresBeforeAnythingWasSent")
    void withoutAConnectionNothingWasExecuted(Exception failure) {
        var kind = IoFailure.of(failure);

        assertThat(kind).isEqualTo(IoFailure.NO_CONNECTION);
        for (var operation : Operation.values()) {
            assertThat(FailureClassifier.noAnswer(operation, kind, failure))
                    .isInstanceOf(KlarnaException.Transient.class);
        }
    }

    static Stream<Exception> failuresAfterSomethingWasSent() {
        return Stream.of(
                new SocketException("Connection reset"),
                new EOFException("EOF reached while reading"),
                new IOException("HTTP/1.1 header parser received no bytes"),
                new IOException("closed"),
                new SSLException("closed in transport"),
                new HttpTimeoutException("request timed out"));
    }

    @ParameterizedTest
    @MethodSource("failuresAfterSomethingWasSent")
    void aLostAnswerMeansPerhapsExecutedForAWriteAndNothingForARead(Exception failure) {
        var kind = IoFailure.of(failure);

        assertThat(kind).isNotEqualTo(IoFailure.NO_CONNECTION);
        for (var operation : Operation.values()) {
            assertThat(FailureClassifier.noAnswer(operation, kind, failure))
                    .isInstanceOf(
                            operation.isWrite()
                                    ? KlarnaException.OutcomeUnknown.class
                                    : KlarnaException.Transient.class);
        }
    }

    @ParameterizedTest
    @EnumSource(IoFailure.class)
    void aParsersWordsAboutAnAnswerAreNotPassedOn(IoFailure kind) {
        var failure = FailureClassifier.noAnswer(
                Operation.FINALIZE_AUTHORIZATION, kind, new IOException("Invalid status line: \"a-secret\""));

        assertThat(failure.getMessage()).doesNotContain("a-secret");
        if (kind != IoFailure.NO_CONNECTION) {
            assertThat(failure.getCause()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // status, body, Retry-After, X-Ratelimit-Reset, expected seconds
        "429, RATE_LIMITED, , 1, 1",
        "429, RATE_LIMITED, 7, 1, 7",
        "429, RATE_LIMITED, , 0.4, 1",
        "429, RATE_LIMITED, , , ",
        "429, RATE_LIMITED, , soon, ",
        "429, RATE_LIMITED, , 1767225600, 300",
        "429, RATE_LIMITED, 999999999999999999, , 300",
        "429, RATE_LIMITED, 99999999999999999999, , ",
        "429, RATE_LIMITED, -5, , ",
        "403, (empty), , , 30",
        "403, (empty), 10, , 30",
        "403, (empty), 90, , 90",
        "503, TEMPORARY_UNAVAILABLE, 3, , 3",
        "503, TEMPORARY_UNAVAILABLE, , 9, ",
        "500, SERVER_CONFIGURATION_ERROR, , , 60",
        "429, RATE_LIMITED, 'Mon, 02 Mar 2026 09:00:20 GMT', , 20",
        "429, RATE_LIMITED, 'Mon, 02 Mar 2026 08:00:00 GMT', , 0",
        "400, VALIDATION_ERROR, 5, , ",
    })
    void aWaitThatWasAskedForIsHonouredWithinBounds(
            int status, String body, @Nullable String retryAfter, @Nullable String reset, @Nullable Long seconds) {
        var headers = new HttpHeaders();
        headers.set("Date", "Mon, 02 Mar 2026 09:00:00 GMT");
        if (retryAfter != null) {
            headers.set("retry-after", retryAfter);
        }
        if (reset != null) {
            headers.set("x-ratelimit-reset", reset);
        }
        var failure = FailureClassifier.refusal(Operation.AUTHORIZE_PAYMENT, new Answer(status, headers, body(body)));

        assertThat(failure.details().retryAfter()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void bothVariantsOfTheErrorListAreRead() {
        var older = "{\"error_code\":\"VALIDATION_ERROR\",\"errors\":[{\"parameter\":\"a\",\"error_message\":\"b\"}]}";
        var newer =
                "{\"error_code\":\"VALIDATION_ERROR\",\"validation_errors\":[{\"parameter\":\"a\",\"reason\":\"b\"}]}";

        for (var body : List.of(older, newer)) {
            var failure = FailureClassifier.refusal(
                    Operation.AUTHORIZE_PAYMENT, new Answer(400, new HttpHeaders(), body.getBytes(UTF_8)));
            assertThat(failure.details().validationErrors()).containsExactly(new ValidationError("a", "b"));
        }
    }

    @Test
    void theMessageIsASentenceForAnOperatorWithoutKlarnasOwnText() {
        var headers = new HttpHeaders();
        headers.set("Klarna-Correlation-Id", "c-1");
        var body = "{\"error_code\":\"INTERNAL_ERROR\",\"error_message\":\"Jane Doe is unknown\"}";
        var failure = FailureClassifier.refusal(
                Operation.FINALIZE_AUTHORIZATION, new Answer(500, headers, body.getBytes(UTF_8)));

        assertThat(failure)
                .hasMessage("finalizeAuthorization: Klarna failed, HTTP 500 INTERNAL_ERROR, Klarna-Correlation-Id c-1");
    }

    private static byte[] body(String variant) {
        var text = switch (variant) {
            case "(empty)" -> "";
            default -> "{\"error_id\":\"8e3a\",\"error_code\":\"" + variant + "\",\"error_message\":\"…\"}";
        };
        return text.getBytes(UTF_8);
    }
}
