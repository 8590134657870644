package dev.kassa.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A merchant's server, and the browser of its customer; knows nothing of Kassa but its HTTP API. */
final class Shop {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final String kassa;
    private final String apiKey;

    Shop(String kassa, String apiKey) {
        this.kassa = kassa;
        this.apiKey = apiKey;
    }

    /** An answer: its status and its JSON. */
    record Answer(int status, JsonNode body) {
        String text(String pointer) {
            return body.at(pointer).asString();
        }
    }

    Answer starts(String order) {
        return json(request("/v1/checkouts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order)));
    }

    Answer startsOrder(String reference) {
        return starts("""
                {"reference": "%s", "amount": 11836, "currency": "EUR",
                 "return_url": "%s/"}""".formatted(reference, kassa));
    }

    Answer asksFor(String checkoutId) {
        return json(request("/v1/checkouts/" + checkoutId));
    }

    /** Asks, and waits up to 10 s for the end. */
    Answer waitsForTheEndOf(String checkoutId) {
        return json(request("/v1/checkouts/" + checkoutId).header("Prefer", "wait=10"));
    }

    Answer cancels(String checkoutId) {
        return json(request("/v1/checkouts/" + checkoutId + "/cancel").POST(BodyPublishers.noBody()));
    }

    /** The customer enters the Purchase Journey and approves; the answer is where Klarna sends the browser. */
    URI customerApproves(String paymentRequestUrl) {
        click(paymentRequestUrl + "/enter");
        return click(paymentRequestUrl + "/approve");
    }

    /** The browser follows one redirect. */
    URI browserFollows(URI url) {
        return location(send(HttpRequest.newBuilder(url).GET()));
    }

    private URI click(String url) {
        return location(send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.noBody())));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(kassa + path)).header("Authorization", "Bearer " + apiKey);
    }

    private Answer json(HttpRequest.Builder request) {
        var answer = send(request);
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
