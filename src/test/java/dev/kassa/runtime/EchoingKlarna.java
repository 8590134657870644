package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands before the sandbox and hands on, but refuses one order in words that repeat all that was sent. */
final class EchoingKlarna implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Of these the JDK's client makes its own. */
    private static final Set<String> OWN = Set.of("host", "connection", "content-length", "upgrade", "http2-settings");

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final URI sandbox;
    private final AtomicReference<String> refused = new AtomicReference<>("nobody is refused");

    private EchoingKlarna(HttpServer server, URI sandbox) {
        this.server = server;
        this.sandbox = sandbox;
    }

    static EchoingKlarna before(URI sandbox) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var klarna = new EchoingKlarna(server, sandbox);
            server.createContext("/", klarna::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return klarna;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + sandbox.getPath();
    }

    /** Refuses every call whose body holds this. */
    void refuses(String reference) {
        refused.set(reference);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (new String(body, UTF_8).contains(refused.get())) {
                respond(exchange, 400, echo(exchange, JSON.readTree(body)));
                return;
            }
            var answer = handOn(exchange, body);
            answer.headers().map().forEach((name, values) -> {
                if (!name.startsWith(":") && !OWN.contains(name) && !name.equals("transfer-encoding")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            respond(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> handOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        sandbox.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Klarna's error body, with each field that could repeat what was sent repeating it. */
    private static byte[] echo(HttpExchange exchange, JsonNode sent) {
        var error = JSON.createObjectNode()
                .put("error_id", "8e3a")
                .put("error_code", "VALIDATION_ERROR")
                .put(
                        "error_message",
                        "refused: " + sent + exchange.getRequestHeaders().values());
        var errors = error.putArray("validation_errors");
        texts(sent.path("supplementary_purchase_data"))
                .forEach(text -> errors.addObject()
                        .put("parameter", "supplementary_purchase_data[" + text + "]")
                        .put("reason", "'" + text + "' is not accepted (" + List.of(text, text) + ")"));
        for (var field : List.of("interoperability_data", "klarna_network_data", "step_up_config")) {
            errors.addObject().put("parameter", field).put("reason", "wrong: " + sent.path(field));
        }
        return JSON.writeValueAsBytes(error);
    }

    private static List<String> texts(JsonNode node) {
        return node.isValueNode()
                ? List.of(node.asString())
                : node.values().stream().flatMap(inner -> texts(inner).stream()).toList();
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (status == 400) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
