package dev.kassa.bench;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** What is measured: a service in a process of its own, set up as in production. */
final class Service implements AutoCloseable {
    static final String API_KEY = "acme-sample-key";
    static final String SIGNING_KEY_ID = "krn:partner:global:notification:signing-key:bench";
    static final String SIGNING_KEY = "bench-signing-key-not-a-secret";

    private static final Duration START = Duration.ofMinutes(3);
    private static final String NO_LIMIT = "1000000";

    private final String name;
    private final List<String> java;
    private final Map<String, Object> properties = new TreeMap<>();
    private final int port = freePort();
    private final int managementPort = freePort();
    private Process process;

    private Service(String name, List<String> java, Map<String, String> more) {
        this.name = name;
        this.java = java;
        properties.put("server.port", port);
        properties.put("server.address", "127.0.0.1");
        properties.put("management.server.port", managementPort);
        properties.put("management.server.address", "127.0.0.1");
        properties.put("kassa.public-url", "http://127.0.0.1:" + port);
        properties.putAll(acme());
        properties.putAll(more);
        process = launched();
    }

    /**
     * Starts one and does not wait for it.
     *
     * @param java its options and its main class, for the class path of this process
     */
    static Service start(String name, List<String> java, Map<String, String> more) {
        return new Service(name, java, more);
    }

    private static Map<String, String> acme() {
        return Map.ofEntries(
                Map.entry("logging.config", "classpath:bench/logback.xml"),
                Map.entry("kassa.klarna.api-key", "klarna_test_api_bench"),
                Map.entry("kassa.klarna.signing-keys[0].id", SIGNING_KEY_ID),
                Map.entry("kassa.klarna.signing-keys[0].key", SIGNING_KEY),
                Map.entry("kassa.klarna.rate-limit.authorizations-per-second", NO_LIMIT),
                Map.entry("kassa.klarna.rate-limit.management-per-second", NO_LIMIT),
                Map.entry("kassa.rate-limit.per-second", NO_LIMIT),
                Map.entry("kassa.rate-limit.burst", NO_LIMIT),
                Map.entry("kassa.merchants[0].id", "acme"),
                Map.entry("kassa.merchants[0].partner-account-id", BenchKlarna.ACCOUNT),
                Map.entry(
                        "kassa.merchants[0].api-keys-sha256[0]",
                        "ec7fcaf70847b838abaf67f5aaa7a4c735de7008a5d1644091bbe09290274110"),
                Map.entry("kassa.merchants[0].return-url-origins[0]", "https://shop.example"),
                Map.entry("kassa.encryption.keys[0].id", "sample"),
                Map.entry("kassa.encryption.keys[0].key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
    }

    /** A Java process on the class path of this one; its words go to target/bench. */
    static ProcessBuilder java(String name, List<String> arguments) {
        var home = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(
                List.of(home, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(arguments);
        var log = new File("target/bench/" + name + ".log");
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log));
    }

    private Process launched() {
        var log = new File("target/bench/" + name + ".log");
        var builder = java(name, java).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(properties));
        try {
            var started = builder.start();
            // Whatever ends this process ends that one too.
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Service awaitReady() {
        try (var http = HttpClient.newHttpClient()) {
            var ready = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            Awaitility.await(name + " is ready (see target/bench/" + name + ".log)")
                    .atMost(START)
                    .failFast(name + " ended, see target/bench/" + name + ".log", () -> !process.isAlive())
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> http.send(ready, BodyHandlers.discarding()).statusCode() == 200);
        }
        return this;
    }

    /** SIGKILL, and the same once more. */
    void restart() {
        process.destroyForcibly().onExit().join();
        process = launched();
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
