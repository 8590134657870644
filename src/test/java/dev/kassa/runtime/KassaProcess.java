package dev.kassa.runtime;

import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Kassa as it runs in production: the jar in a process of its own, without the embedded profile. It can be killed. */
final class KassaProcess implements AutoCloseable {
    /** A starting process needs a core for seconds; one class of those that start any is enough beside other journeys. */
    static final String ONE_CLASS_AT_ONCE = "kassa-processes";

    private static final File JAR = new File("target/kassa.jar");
    private static final File LOG = new File("target/kill-it.log");
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Object> properties = new TreeMap<>();
    private final int port = freePort();
    private final int managementPort = freePort();
    private @Nullable Process process;

    KassaProcess() {
        properties.put("server.port", port);
        properties.put("server.address", "127.0.0.1");
        properties.put("management.server.port", managementPort);
        properties.put("management.server.address", "127.0.0.1");
        properties.put("kassa.public-url", url());
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void set(String property, String value) {
        properties.put(property, value);
    }

    /** Gives it everything that production asks for: one merchant, whose API key is {@code acme-sample-key}. */
    void servesAcme(OwnNamespace temporal, Sandbox klarna) {
        set("spring.temporal.connection.target", RealServer.target());
        set("spring.temporal.namespace", temporal.name());
        set("kassa.klarna.base-url", klarna.baseUrl().toString());
        set("kassa.klarna.api-key", SandboxSettings.DEMO_API_KEY);
        set("kassa.klarna.signing-keys[0].id", WebhookSettings.DEMO_SIGNING_KEY_ID);
        set("kassa.klarna.signing-keys[0].key", WebhookSettings.DEMO_SIGNING_KEY);
        set("kassa.merchants[0].id", "acme");
        set("kassa.merchants[0].partner-account-id", SandboxSettings.DEMO_ACCOUNT);
        set(
                "kassa.merchants[0].api-keys-sha256[0]",
                "ec7fcaf70847b838abaf67f5aaa7a4c735de7008a5d1644091bbe09290274110");
        set("kassa.merchants[0].return-url-origins[0]", Order.SHOP);
        // A crowd of checkouts is asked after at once.
        set("kassa.rate-limit.burst", "2000");
        set("kassa.encryption.keys[0].id", "sample");
        set("kassa.encryption.keys[0].key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    }

    /** Returns when it is ready for traffic. Only the quick compiler runs: it starts twice as fast, and is soon killed. */
    void start() {
        if (!JAR.isFile()) {
            throw new IllegalStateException(JAR + " is not there; mvn package makes it");
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-Xmx512m", "-jar", JAR.getPath())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG));
        // By environment, so that no key stands in a command line.
        command.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(properties));
        try {
            var started = command.start();
            process = started;
            Awaitility.await("Kassa is ready (see " + LOG + ")")
                    .atMost(START)
                    .failFast("Kassa ended, see " + LOG, () -> !started.isAlive())
                    .pollInterval(Duration.ofMillis(100))
                    .until(this::isReady);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Gives it one role of the two. */
    void plays(String role) {
        set("kassa.roles", role);
    }

    /** SIGTERM: it ends what it is at, within its limits. Returns when it is gone. */
    void stop() {
        var stopped = process;
        if (stopped != null) {
            stopped.destroy();
            stopped.onExit().join();
        }
    }

    /** SIGKILL: no hook runs, nothing is told to anybody. Returns when it is gone. */
    void kill() {
        var killed = process;
        if (killed != null) {
            killed.destroyForcibly().onExit().join();
        }
    }

    private boolean isReady() throws InterruptedException {
        var url = "http://127.0.0.1:" + managementPort + "/actuator/health/readiness";
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
