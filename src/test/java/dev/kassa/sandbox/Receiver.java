package dev.kassa.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Receives webhooks, keeps their exact bytes, and answers as it is told. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Got> received = new ArrayList<>();
    private int status = 200;

    /** One webhook as it came. */
    @SuppressWarnings("ArrayRecordComponent")
    record Got(String signature, String keyId, byte[] body) {
        JsonNode json() {
            return Partner.JSON.readTree(body);
        }

        String text(String pointer) {
            return json().at(pointer).asString("");
        }
    }

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/klarna/webhooks", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/klarna/webhooks");
    }

    synchronized void answer(int other) {
        status = other;
    }

    synchronized List<Got> received() {
        return List.copyOf(received);
    }

    synchronized void forgetOthersThan(String type) {
        received.removeIf(got -> !got.text("/metadata/event_type").equals(type));
    }

    List<String> types() {
        return received().stream().map(got -> got.text("/metadata/event_type")).toList();
    }

    synchronized void awaitReceived(int count) {
        try {
            while (received.size() < count) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        received.add(new Got(
                exchange.getRequestHeaders().getFirst("Klarna-Signature"),
                exchange.getRequestHeaders().getFirst("Klarna-Signing-Key-Id"),
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        notifyAll();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
