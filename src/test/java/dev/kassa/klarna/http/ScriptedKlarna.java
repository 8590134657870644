package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server on loopback that plays one scripted reply per request, byte by byte, and remembers what it was sent.
 *
 * <p>Raw sockets, because the interesting answers are the broken ones.
 */
final class ScriptedKlarna implements AutoCloseable {

    /** What was sent; header names in lower case. */
    record Received(String method, String target, Map<String, String> headers, String body) {
        JsonNode json() {
            return Json.parse(body.getBytes(UTF_8));
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "(absent)");
        }
    }

    /** One reply; afterwards the connection stays open only where this says so. */
    interface Reply {
        boolean play(Socket socket, OutputStream out, CountDownLatch closing) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    ScriptedKlarna() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v2");
    }

    ScriptedKlarna plays(Reply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    Received only() {
        if (received.size() != 1) {
            throw new AssertionError("one call expected, not " + received);
        }
        return received.element();
    }

    int connections() {
        return sockets.size();
    }

    static Reply json(int status, String body, String... headerLines) {
        return whole(status, "application/json", body, headerLines);
    }

    static Reply whole(int status, String contentType, String body, String... headerLines) {
        return (_, out, _) -> {
            var octets = body.getBytes(UTF_8);
            var head = new StringBuilder("HTTP/1.1 " + status + " Said\r\nContent-Type: " + contentType + "\r\n");
            for (var line : headerLines) {
                head.append(line).append("\r\n");
            }
            head.append(status == 204 ? "\r\n" : "Content-Length: " + octets.length + "\r\n\r\n");
            out.write(head.toString().getBytes(ISO_8859_1));
            out.write(octets);
            out.flush();
            return true;
        };
    }

    /** The connection is reset, perhaps after the request was carried out. */
    static Reply reset() {
        return (socket, _, _) -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /** The connection is closed in good order, without an answer. */
    static Reply hangUp() {
        return (_, _, _) -> false;
    }

    /** These bytes and then silence, until the test is over. */
    static Reply thenSilence(String bytes) {
        return (_, out, closing) -> {
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
            closing.await();
            return false;
        };
    }

    /** These bytes and then the end. */
    static Reply thenEnd(String bytes) {
        return (_, out, _) -> {
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
            return false;
        };
    }

    /** A chunked body that never pauses for long and never ends. */
    static Reply trickle() {
        return (_, out, closing) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
            while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                out.write("1\r\n \r\n".getBytes(ISO_8859_1));
                out.flush();
            }
            return false;
        };
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            boolean open = true;
            while (open) {
                var request = read(socket.getInputStream());
                if (request == null) {
                    return;
                }
                received.add(request);
                var reply = script.poll();
                open = reply != null && reply.play(socket, socket.getOutputStream(), closing);
            }
        } catch (IOException ended) {
            // The client went away, as many tests want it to.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        var requestLine = line(in);
        if (requestLine.isEmpty()) {
            return null;
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + " | " + b);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var words = requestLine.split(" ", -1);
        return new Received(words[0], words[1], headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            server.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.close();
    }
}
