package dev.kassa.klarna.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    Transport(HttpClient client, Executor executor, Duration limit) {
        var factory = new JdkClientHttpRequestFactory(client, executor);
        factory.setReadTimeout(limit);
        factory.enableCompression(false);
        this.client = RestClient.builder().requestFactory(factory).build();
    }

    /**
     * Sends and reads to the end.
     *
     * @throws dev.kassa.klarna.KlarnaException where no whole answer came, or one that is not 2xx
     */
    Answer send(Outgoing outgoing) {
        var answer = exchange(outgoing);
        log.info(
                "{}: HTTP {}, Klarna-Correlation-Id {}",
                outgoing.operation().title(),
                answer.status(),
                answer.correlationId());
        if (!answer.isSuccess()) {
            throw FailureClassifier.refusal(outgoing.operation(), answer);
        }
        return answer;
    }

    private Answer exchange(Outgoing outgoing) {
        var request = client.method(outgoing.operation().method())
                .uri(outgoing.uri())
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
