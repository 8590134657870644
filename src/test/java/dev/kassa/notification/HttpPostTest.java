package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers of every kind, on a socket of this machine. */
class HttpPostTest {
    private static final HttpPost.Limits SHORT = new HttpPost.Limits(Duration.ofMillis(500), Duration.ofMillis(1500));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpPost post = kept(HttpPost.toAnyAddress(SHORT, 10));

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void whatIsSentArrivesToTheLetter() throws IOException {
        var url = receiver(socket -> write(socket, OK));
        var answer = post.send(
                URI.create(url + "/hooks?token=a%20b"), Map.of("webhook-id", "msg_1"), "{\"å\":1}".getBytes(UTF_8));
        assertThat(answer.isSuccess()).isTrue();
        assertThat(requests).singleElement().satisfies(lines -> {
            assertThat(lines.getFirst()).isEqualTo("POST /hooks?token=a%20b HTTP/1.1");
            assertThat(lines).contains("webhook-id: msg_1", "Content-Type: application/json; charset=UTF-8");
            assertThat(lines).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("cookie"));
        });
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
        var elsewhere = receiver(socket -> write(socket, OK));
        var url = receiver(socket ->
                write(socket, "HTTP/1.1 307 Moved\r\nLocation: " + elsewhere + "\r\nContent-Length: 0\r\n\r\n"));
        assertThat(send(url).status()).isEqualTo(307);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aReceiverThatHangsIsLeftWhenTheTimeIsUp() throws IOException {
        var url = receiver(socket -> socket.getInputStream().read());
        assertFails(url, "no whole answer within 1 s");
    }

    @Test
    void aReceiverThatDripsIsLeftWhenTheTimeIsUp() throws IOException {
        var url = receiver(socket -> {
            write(socket, "HTTP/1.1 200 OK\r\n");
            dripUntilClosed(socket, "x: y\r\n");
        });
        assertFails(url, "no whole answer within 1 s");
    }

    @Test
    void ofAHugeAnswerOnlyTheBeginningIsRead() throws IOException {
        var written = new AtomicLong();
        var url = receiver(socket -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
            var block = new byte[64 * 1024];
            while (true) {
                socket.getOutputStream().write(block);
                written.addAndGet(block.length);
            }
        });
        assertThat(send(url).status()).isEqualTo(200);
        Awaitility.await().untilAsserted(() -> assertThat(written).hasValueLessThan(50_000_000));
    }

    @Test
    void headersWithoutEndAreAFailedConnection() throws IOException {
        var url = receiver(socket -> {
            write(socket, "HTTP/1.1 200 OK\r\n");
            while (true) {
                write(socket, "x: " + "y".repeat(1000) + "\r\n");
            }
        });
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(url));
    }

    @Test
    void aNameThatLeadsToAPrivateAddressIsNotReached() throws IOException {
        var url = receiver(socket -> write(socket, OK));
        try (var strict = HttpPost.toPublicAddresses(InetAddress::getAllByName, SHORT, 10)) {
            for (var host : List.of("127.0.0.1", "localhost", "2130706433", "[::1]")) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(
                                () -> strict.send(URI.create(url.replace("127.0.0.1", host)), Map.of(), new byte[0]))
                        .withMessageMatching(
                                "the URL leads to an address that is not public|the URL's host has no address");
            }
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void aNameThatChangesItsAddressAfterTheCheckGainsNothing() throws IOException {
        var url = receiver(socket -> write(socket, OK));
        var asked = new AtomicInteger();
        PublicAddresses.Names rebinding = _ ->
                new InetAddress[] {InetAddress.ofLiteral(asked.incrementAndGet() == 1 ? "192.0.2.1" : "127.0.0.1")};
        // The first answer would be let through if documentation addresses were public; either way it is asked once.
        try (var strict = HttpPost.toPublicAddresses(rebinding, SHORT, 10)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> strict.send(
                            URI.create(url.replace("127.0.0.1", "rebinding.example")), Map.of(), new byte[0]));
        }
        assertThat(asked).as("resolved once for check and connection").hasValue(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void noFaultNamesThePathOrTheQuery() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send("http://127.0.0.1:1/hooks/hidden?token=hidden"))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"));
    }

    private Post.Answer send(String url) throws IOException {
        return post.send(URI.create(url), Map.of(), "{}".getBytes(UTF_8));
    }

    private void assertFails(String url, String message) {
        long begun = System.nanoTime();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(url)).withMessage(message);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    /** What a receiver does once it has read a request's head. */
    @FunctionalInterface
    private interface Doing {
        void with(Socket socket) throws IOException;
    }

    private String receiver(Doing doing) throws IOException {
        var server = kept(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket, doing));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve(Socket socket, Doing doing) {
        try (socket) {
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            var head = new ArrayList<String>();
            for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                head.add(line);
            }
            requests.add(head);
            doing.with(socket);
        } catch (IOException _) {
            // The other side has gone: that is what some of these receivers are for.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    /** A header now and then, so that no read ever waits long. */
    private static void dripUntilClosed(Socket socket, String drop) throws IOException {
        socket.setSoTimeout(100);
        boolean closed = false;
        while (!closed) {
            write(socket, drop);
            closed = isClosed(socket);
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    private <T extends AutoCloseable> T kept(T each) {
        open.add(each);
        return each;
    }
}
