package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Where a merchant is told; for the life of the process. It refuses the first letter of each id. Below /gone nobody listens any more. */
final class Hooks {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final int REFUSED = 503;
    private static final int TAKEN = 204;
    private static final int GONE = 410;

    private final HttpServer server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();

    /** What came, and what was answered. */
    record Letter(String id, String body, Map<String, List<String>> headers, int answered) {}

    private Hooks(HttpServer server) {
        this.server = server;
    }

    static Hooks open() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var hooks = new Hooks(server);
            server.createContext("/hooks", hooks::take);
            server.createContext("/gone", Hooks::refuseForGood);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return hooks;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Letter> lettersOf(String reference) {
        return letters.stream()
                .filter(letter -> letter.body().contains(reference))
                .toList();
    }

    private static void refuseForGood(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(GONE, -1);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var id = exchange.getRequestHeaders().getFirst("webhook-id");
            int status = letters.stream().anyMatch(letter -> letter.id().equals(id)) ? TAKEN : REFUSED;
            letters.add(new Letter(id, body, Map.copyOf(exchange.getRequestHeaders()), status));
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
