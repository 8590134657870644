package dev.kassa.klarna.http;

import dev.kassa.klarna.KlarnaException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Makes one HTTP exchange, once, within one time limit.
 *
 * <p>Spring's request factory counts its read timeout from the start of the exchange to the last byte of the body, also
 * of a body that trickles; the JDK's own request timeout would end at the headers. The JDK client sends a request again
 * by itself only where it is a GET, or where it surely was not processed (no connection, HTTP/2's refused stream).
 */
final class Transport {
    /** Klarna's answers are some kilobytes; no more than this is read. */
    static final int LARGEST_BODY = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(Transport.class);

    private final RestClient client;
    private final Duration longestWait;
    private final @Nullable CallBudget budget;

    /**
     * With a time limit for each exchange, and one for its turn.
     *
     * @param budget absent: there are no turns
     */
    Transport(HttpClient client, Executor executor, Duration limit, Duration longestWait, @Nullable CallBudget budget) {
        var factory = new JdkClientHttpRequestFactory(client, executor);
        factory.setReadTimeout(limit);
        factory.enableCompression(false);
        this.client = RestClient.builder().requestFactory(factory).build();
        this.longestWait = longestWait;
        this.budget = budget;
    }

    /**
     * Waits for its turn, sends, and reads to the end. What came of it is logged under Klarna's and our own name of the
     * call; that it belongs to a checkout, the log's context says.
     *
     * @throws KlarnaException where no whole answer came, or one that is not 2xx
     */
    Answer send(Outgoing outgoing) {
        try {
            if (budget != null) {
                budget.takeTurn(outgoing, longestWait);
            }
            var answer = exchange(outgoing);
            if (budget != null) {
                budget.heed(outgoing, answer);
            }
            if (!answer.isSuccess()) {
                var echo = Echo.of(outgoing.body());
                throw FailureClassifier.refusal(outgoing.operation(), echo.hiddenIn(answer));
            }
            about(log.atInfo(), outgoing, answer.correlationId())
                    .log(
                            "{} {}: HTTP {}, Klarna-Correlation-Id {}",
                            outgoing.operation().title(),
                            outgoing.reference(),
                            answer.status(),
                            answer.correlationId());
            return answer;
        } catch (KlarnaException failure) {
            throw logged(outgoing, failure);
        }
    }

    static KlarnaException logged(Outgoing outgoing, KlarnaException failure) {
        about(log.atWarn(), outgoing, failure.details().correlationId())
                .log("{}: {}, {}", outgoing.reference(), failure.getClass().getSimpleName(), failure.getMessage());
        return failure;
    }

    /** Fields of a structured log, by which Klarna's support and we find the same call. */
    private static LoggingEventBuilder about(LoggingEventBuilder line, Outgoing outgoing, @Nullable String klarnas) {
        var named = line.addKeyValue("klarna_operation", outgoing.operation().title())
                .addKeyValue("partner_correlation_id", outgoing.headers().get(Headers.CORRELATION_ID));
        return klarnas == null ? named : named.addKeyValue("klarna_correlation_id", klarnas);
    }

    private Answer exchange(Outgoing outgoing) {
        var request = client.method(outgoing.endpoint().method())
                .uri(outgoing.endpoint().uri())
                .accept(MediaType.APPLICATION_JSON)
                .headers(headers -> outgoing.headers().forEach(headers::set));
        if (outgoing.body() != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(outgoing.body());
        }
        try {
            return request.exchangeForRequiredValue((_, response) -> read(response));
        } catch (ResourceAccessException failed) {
            var cause = failed.getCause() != null ? failed.getCause() : failed;
            throw FailureClassifier.noAnswer(outgoing.operation(), IoFailure.of(cause), cause);
        }
    }

    private static Answer read(ClientHttpResponse response) throws IOException {
        // Closed here, or Spring would read the rest of a body that is too long.
        try (var body = response.getBody()) {
            return new Answer(response.getStatusCode().value(), response.getHeaders(), body.readNBytes(LARGEST_BODY));
        }
    }
}
