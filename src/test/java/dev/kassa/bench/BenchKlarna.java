package dev.kassa.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Klarna that costs next to nothing: it asks every customer, and approves whoever brings the token of its event.
 *
 * <p>The sandbox would be the stricter one, but it keeps every call for its ledger, and what it takes of the two cores
 * would be the same for all that are measured and so make them look alike.
 */
final class BenchKlarna implements AutoCloseable {
    static final String ACCOUNT = "krn:partner:global:account:test:HGBY07TR";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIFE = Duration.ofDays(2);

    private final HttpServer server;
    private final Map<String, CompletableFuture<Instant>> confirmations = new ConcurrentHashMap<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong cancels = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();

    BenchKlarna() {
        // Or each answer in two packets would wait 40 ms for the acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v2/accounts/" + ACCOUNT + "/payment/", this::answer);
        server.createContext("/", exchange -> reply(exchange, 404, "{}"));
        server.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2");
    }

    /** Completed when the final authorization of that Payment Request is answered. */
    CompletableFuture<Instant> confirmation(String requestReference) {
        return confirmations.computeIfAbsent(requestReference, _ -> new CompletableFuture<>());
    }

    void forget(String requestReference) {
        confirmations.remove(requestReference);
    }

    static String requestId(String requestReference) {
        return "krn:payment:eu1:request:" + requestReference;
    }

    static String token(String requestReference) {
        return "krn:network:eu1:test:session-token:" + requestReference;
    }

    long reads() {
        return reads.get();
    }

    long cancels() {
        return cancels.get();
    }

    /** Final authorizations beyond the first of a checkout. */
    long doubled() {
        return doubled.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var stepUp = body.path("step_up_config").path("payment_request_reference");
            if (stepUp.isString()) {
                reply(exchange, 201, stepUp(body, stepUp.stringValue()));
            } else {
                confirm(exchange, body);
            }
            return;
        }
        var reference = path.substring(path.lastIndexOf(":") + 1);
        if (exchange.getRequestMethod().equals("DELETE")) {
            cancels.incrementAndGet();
            reply(exchange, 200, request(reference, "CANCELED", 0));
        } else {
            reads.incrementAndGet();
            reply(exchange, 200, request(reference, "SUBMITTED", 0));
        }
    }

    private void confirm(HttpExchange exchange, JsonNode body) throws IOException {
        var asked = body.path("request_payment_transaction");
        var transaction = asked.path("payment_transaction_reference").stringValue();
        var reference = transaction.substring(0, transaction.length() - "-tx".length());
        if (!token(reference).equals(exchange.getRequestHeaders().getFirst("Klarna-Network-Session-Token"))) {
            reply(exchange, 400, "{\"error_code\":\"VALIDATION_ERROR\",\"error_message\":\"another's token\"}");
            return;
        }
        var answer = """
                {"payment_transaction_response":{"result":"APPROVED","payment_transaction":{"payment_transaction_id":\
                "krn:payment:eu1:transaction:%s","payment_transaction_reference":"%s","amount":%d,"currency":"EUR",\
                "payment_funding":{},"payment_pricing":{},"expires_at":"%s"}}}""".formatted(
                        reference,
                        transaction,
                        asked.path("amount").longValue(),
                        Instant.now().plus(LIFE));
        reply(exchange, 200, answer);
        if (!confirmation(reference).complete(Instant.now())) {
            doubled.incrementAndGet();
        }
    }

    private static String stepUp(JsonNode body, String reference) {
        long amount = body.path("request_payment_transaction").path("amount").longValue();
        return "{\"payment_transaction_response\":{\"result\":\"STEP_UP_REQUIRED\"},\"payment_request\":"
                + request(reference, "SUBMITTED", amount) + "}";
    }

    private static String request(String reference, String state, long amount) {
        var now = Instant.now();
        var id = requestId(reference);
        return """
                {"payment_request_id":"%s","payment_request_reference":"%s",%s"currency":"EUR","state":"%s",\
                "state_context":{"customer_interaction":{"method":"HANDOVER","payment_request_id":"%s",\
                "payment_request_url":"https://pay.test.klarna.com/%s"}},\
                "expires_at":"%s","created_at":"%s","updated_at":"%s"}""".formatted(
                        id,
                        reference,
                        amount == 0 ? "" : "\"amount\":" + amount + ",",
                        state,
                        id,
                        reference,
                        now.plus(LIFE),
                        now,
                        now);
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        var bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
