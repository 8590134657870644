package dev.kassa.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A merchant's server, and the browser of its customer; knows nothing of Kassa but its HTTP API. */
public final class Shop {
    /** Nothing of Kassa's answers later; who is connected to a process that was killed might wait for ever. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(45);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final String kassa;
    private final String apiKey;

    /** @param kassa its URL, without a path */
    public Shop(String kassa, String apiKey) {
        this.kassa = kassa;
        this.apiKey = apiKey;
    }

    /** An answer: its status, its headers and its JSON, where it is JSON. */
    public record Answer(int status, HttpHeaders headers, JsonNode body) {
        public String text(String pointer) {
            return body.at(pointer).asString();
        }

        String id() {
            return text("/checkout_id");
        }

        public String state() {
            return text("/status");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Answer starts(Order order) {
        return posts("/v1/checkouts", order.json());
    }

    /** Repeats the same start where the answer was 503, which is safe by the contract. */
    Answer startsUntilTemporalIsThere(Order order) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> starts(order), answer -> answer.status() != 503);
    }

    public Answer posts(String path, String body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    public Answer asksFor(String checkoutId) {
        return json(request("/v1/checkouts/" + checkoutId));
    }

    public Answer asks(String method, String path, String body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    Answer gets(String path) {
        return json(request(path));
    }

    /** Asks, and is answered at the end or after so many seconds, 30 at the most. */
    Answer waitsFor(String checkoutId, int seconds) {
        return json(request("/v1/checkouts/" + checkoutId).header("Prefer", "wait=" + seconds));
    }

    /** Asks until the checkout is in one of its final states. */
    Answer waitsForTheEndOf(String checkoutId) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(100))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(UncheckedIOException.class)
                .until(() -> waitsFor(checkoutId, 30), answer -> answer.status() == 200 && isFinal(answer.state()));
    }

    private static boolean isFinal(String status) {
        return switch (status) {
            case "AUTHORIZED", "DECLINED", "EXPIRED", "CANCELED", "FAILED" -> true;
            default -> false;
        };
    }

    Answer cancels(String checkoutId) {
        return posts("/v1/checkouts/" + checkoutId + "/cancel", "");
    }

    Answer restarts(String checkoutId) {
        return posts("/v1/checkouts/" + checkoutId + "/restart", "");
    }

    /** The customer enters the Purchase Journey and approves; the answer is where Klarna sends the browser. */
    URI customerApproves(Answer started) {
        return customer(started, "approve");
    }

    /** The customer enters the Purchase Journey and leaves it; the answer is where Klarna sends the browser. */
    URI customerAborts(Answer started) {
        return customer(started, "abort");
    }

    private URI customer(Answer started, String decision) {
        var page = started.text("/payment_request/payment_request_url");
        click(page + "/enter");
        return click(page + "/" + decision);
    }

    /** The browser follows one redirect. */
    URI browserFollows(URI url) {
        return location(browserOpens(url));
    }

    public HttpResponse<String> browserOpens(URI url) {
        return send(HttpRequest.newBuilder(url).GET());
    }

    /** Klarna's door, for whoever has bytes and a signature. */
    int knocks(String body, String signature, String keyId) {
        return send(HttpRequest.newBuilder(URI.create(kassa + "/klarna/webhooks"))
                        .header("Content-Type", "application/json")
                        .header("Klarna-Signature", signature)
                        .header("Klarna-Signing-Key-Id", keyId)
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private URI click(String url) {
        return location(send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.noBody())));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(kassa + path));
        return apiKey.isEmpty() ? request : request.header("Authorization", "Bearer " + apiKey);
    }

    private Answer json(HttpRequest.Builder request) {
        var answer = send(request);
        boolean isJson = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                answer.statusCode(),
                answer.headers(),
                isJson ? JSON.readTree(answer.body()) : JsonNodeFactory.instance.missingNode());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(LONGEST_ANSWER).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
