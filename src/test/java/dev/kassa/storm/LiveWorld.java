package dev.kassa.storm;

import dev.kassa.runtime.JarProcess;
import dev.kassa.runtime.KassaProcess;
import dev.kassa.runtime.OwnNamespace;
import dev.kassa.runtime.RealServer;
import dev.kassa.runtime.Rehearsal;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.EncryptedDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real Temporal server, and Klarna and Kassa: each the jar that ships in a process of its own, which can be killed. */
final class LiveWorld implements AutoCloseable {
    /** Whom the sandbox's events are for. */
    private static final String RECIPIENT = "krn:partner:global:account:test:LWT2XJSE";

    private final SandboxSettings settings = SandboxSettings.defaults().withAccounts(Shop.accounts());
    private final HttpClient http = HttpClient.newHttpClient();
    private final OwnNamespace temporal = OwnNamespace.on(RealServer.target());
    private final Path books;
    private final Path kassasLog;
    private final URI klarnaUrl;
    private final JarProcess klarna;
    final KassaProcess kassa;

    /** One of those that a storm kills. */
    enum Victim {
        KASSA,
        SANDBOX,
        TEMPORAL,
        POSTGRES;

        @Override
        public String toString() {
            return switch (this) {
                case KASSA -> "kassa";
                case SANDBOX -> "sandbox";
                case TEMPORAL -> "temporal";
                case POSTGRES -> "postgres";
            };
        }
    }

    /**
     * Nothing runs yet but Temporal.
     *
     * @param folder for logs and for what Klarna writes down; new
     */
    LiveWorld(Path folder) {
        books = folder.resolve("klarna");
        kassasLog = folder.resolve("kassa.log");
        int port = JarProcess.freePort();
        klarnaUrl = URI.create("http://127.0.0.1:" + port);
        kassa = new KassaProcess(kassasLog.toFile());
        kassa.serves(temporal, klarnaUrl.resolve("/v2"));
        kassa.set("kassa.klarna.recipient-account-id", RECIPIENT);
        kassa.set("kassa.reconciler.every", "PT10S");
        kassa.encryptsBy(Secrets.KEY_ID, Secrets.KEY_BASE64);
        Shop.ALL.forEach(shop -> kassa.serves(shop.toString(), shop.account(), sha256(apiKey(shop))));
        klarna = new JarProcess(
                "The sandbox", folder.resolve("sandbox.log").toFile(), klarnaUrl.resolve("/sandbox/clock"));
        klarna.set("spring.profiles.active", "sandbox");
        klarna.set("kassa.sandbox.port", port);
        klarna.set("kassa.sandbox.directory", books.toString());
        klarna.set("kassa.sandbox.accounts", String.join(",", Shop.accounts()));
        klarna.set("kassa.sandbox.webhook-url", kassa.url() + "/klarna/webhooks");
    }

    static String apiKey(Shop shop) {
        return Secrets.API_KEYS + shop;
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens Klarna's books while its process does not run: what is written there counts from its next start. */
    void klarnasBooks(Consumer<Sandbox> reader) {
        try (var sandbox = Sandbox.start(settings, books)) {
            reader.accept(sandbox);
            // What was planned is written down when something is locked next.
            sandbox.decisions();
        }
    }

    void start() {
        klarna.start();
        kassa.start();
    }

    /** SIGKILL: no hook runs, nothing is told to anybody. */
    void kill(Victim victim) {
        switch (victim) {
            case KASSA -> kassa.kill();
            case SANDBOX -> klarna.kill();
            case TEMPORAL, POSTGRES -> Rehearsal.kill(victim.toString());
        }
    }

    /** With the port and the data that it had. Returns when it can be used. */
    void startAgain(Victim victim) {
        switch (victim) {
            case KASSA -> kassa.start();
            case SANDBOX -> klarna.start();
            case TEMPORAL, POSTGRES -> Rehearsal.start(victim.toString());
        }
    }

    /** A command to the sandbox, without its answer's sense. */
    record Reply(int status, String body) {}

    /**
     * Asks the sandbox's control API.
     *
     * @throws UncheckedIOException where it does not run
     */
    Reply command(String method, String path, String body) {
        var request = HttpRequest.newBuilder(klarnaUrl.resolve("/sandbox/" + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request);
    }

    private Reply send(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    OwnNamespace temporal() {
        return temporal;
    }

    /** Every run of every checkout, as the server lists them. */
    List<WorkflowExecutionMetadata> listed() {
        return temporal.client()
                .listExecutions("WorkflowType = 'CheckoutWorkflow'")
                .toList();
    }

    /** The same with their histories, by checkout, the oldest first. */
    Map<String, List<Run>> runs() {
        var bare = temporal.client();
        var client = WorkflowClient.newInstance(
                bare.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(temporal.name())
                        .setDataConverter(EncryptedDataConverter.of(Secrets.KEYS))
                        .validateAndBuildWithDefaults());
        var runs = new HashMap<String, List<Run>>();
        for (var one : listed()) {
            var execution = one.getExecution();
            runs.computeIfAbsent(execution.getWorkflowId(), _ -> new ArrayList<>())
                    .add(Run.read(client, execution.getWorkflowId(), execution.getRunId())
                            .onARealServer());
        }
        runs.values().forEach(of -> of.sort(Comparator.comparing(Run::startedAt)));
        return runs;
    }

    /** Lines with a secret in what Kassa has logged, all its lives long, and in its metrics now. */
    List<String> leaks() {
        var metrics = send(
                HttpRequest.newBuilder(kassa.management("/actuator/prometheus")).build());
        try (var log = Files.lines(kassasLog)) {
            return Stream.concat(
                            log.filter(Secrets::isIn).map(line -> "in a log: " + line),
                            metrics.body().lines().filter(Secrets::isIn).map(line -> "in a metric: " + line))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        kassa.close();
        klarna.close();
        temporal.close();
        http.close();
    }
}
