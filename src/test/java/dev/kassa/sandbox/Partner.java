package dev.kassa.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A partner with nothing but the JDK's client: what it sends is plain to see in each test. */
final class Partner implements AutoCloseable {

    static final String PURCHASE = "ORD-42";
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** An answer, its body as JSON. */
    record Heard(int status, JsonNode json, HttpResponse<String> raw) {
        String text(String pointer) {
            return json.at(pointer).asString("");
        }
    }

    Partner(Sandbox sandbox) {
        this(sandbox.homeUrl());
    }

    /** Of a sandbox at that address. */
    Partner(URI home) {
        base = home;
    }

    static String firstBody() {
        return firstBody("chk_1-1", "\"interaction_expiry\":{\"duration\":\"PT30M\"}");
    }

    static String firstBody(String reference, String expiry) {
        return "{\"currency\":\"EUR\",\"request_payment_transaction\":{\"amount\":9000,"
                + "\"payment_transaction_reference\":\""
                + reference + "-tx\"},\"supplementary_purchase_data\":{\"purchase_reference\":\"" + PURCHASE
                + "\",\"line_items\":[{\"name\":\"Helmet\",\"quantity\":2,\"unit_price\":4500,\"total_amount\":9000}]},"
                + "\"step_up_config\":{\"payment_request_reference\":\"" + reference
                + "\",\"customer_interaction_config\":{\"method\":\"HANDOVER\",\"return_url\":"
                + "\"https://pay.example/r?id={klarna.payment_request.id}&state={klarna.payment_request.state}\","
                + expiry
                + "}}}";
    }

    static String lastBody(int amount) {
        return "{\"currency\":\"EUR\",\"request_payment_transaction\":{\"amount\":" + amount
                + ",\"payment_transaction_reference\":\"chk_1-1-tx\"}}";
    }

    String accountPath() {
        return "/accounts/" + SandboxSettings.DEMO_ACCOUNT + "/payment";
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "v2" + path))
                .timeout(Duration.ofSeconds(5))
                .header("Authorization", "Basic " + SandboxSettings.DEMO_API_KEY);
    }

    Heard send(HttpRequest request) {
        HttpResponse<String> answer = raw(request);
        boolean isJson = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        boolean isEmpty = answer.body().isEmpty();
        return new Heard(answer.statusCode(), JSON.readTree(isJson && !isEmpty ? answer.body() : "{}"), answer);
    }

    HttpResponse<String> raw(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body while it comes. */
    InputStream streamed(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Heard authorize(String body) {
        return authorize(body, UUID.randomUUID().toString());
    }

    Heard authorize(String body, String key) {
        return authorize(body, Map.of("Klarna-Idempotency-Key", key));
    }

    Heard authorize(String body, Map<String, String> headers) {
        return authorizeOn(SandboxSettings.DEMO_ACCOUNT, body, headers);
    }

    Heard authorizeOn(String account, String body, Map<String, String> headers) {
        HttpRequest.Builder request = request("/accounts/" + account + "/payment/authorize")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    Heard spend(String header, String token, String body, String key) {
        return authorize(body, Map.of("Klarna-Idempotency-Key", key, header, token));
    }

    /** A step-up's Payment Request id. */
    String stepUp() {
        return authorize(firstBody()).text("/payment_request/payment_request_id");
    }

    Heard read(String id) {
        return send(request(accountPath() + "/requests/" + id).GET().build());
    }

    Heard cancel(String id) {
        return send(request(accountPath() + "/requests/" + id).DELETE().build());
    }

    Heard update(String id, String body) {
        return send(request(accountPath() + "/requests/" + id)
                .header("Content-Type", "application/json")
                .header("Klarna-Idempotency-Key", UUID.randomUUID().toString())
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
