package dev.kassa.checkout.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.BusyMachine;
import dev.kassa.checkout.client.Checkouts;
import dev.kassa.checkout.client.CustomerReturns;
import dev.kassa.checkout.client.Deliveries;
import dev.kassa.checkout.client.ReturnLinks;
import dev.kassa.checkout.workflow.CheckoutWorkflowImpl;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.ExpiryField;
import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.MerchantRates;
import dev.kassa.merchant.Merchants;
import dev.kassa.notification.NotificationWorker;
import dev.kassa.notification.Notifications;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PageKey;
import dev.kassa.secret.ReturnKey;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/** The API over HTTP on a free port, before a Temporal of its own with the saga in it and a scripted Klarna behind. */
final class RunningApi implements AutoCloseable {
    static final KeyRing KEYS = new KeyRing(List.of(new EncryptionKey("k1", new byte[32])));
    static final String ACME = "acme-key";
    static final String OTHER = "other-key";
    static final int PER_SECOND = 50;
    static final int BURST = 1000;

    final ScriptedKlarna klarna = new ScriptedKlarna();
    final ThrownAwayTasks thrownAway;

    /** How far the API's clock is ahead of Temporal's. */
    volatile Duration ahead = Duration.ZERO;

    private final Path logs = temporaryDirectory();
    private final TestWorkflowEnvironment temporal;
    private final ConfigurableApplicationContext spring;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();
    private final NotificationWorker deliverer;

    private RunningApi(
            TestWorkflowEnvironment temporal,
            WorkflowClient client,
            ThrownAwayTasks thrownAway,
            Consumer<GenericApplicationContext> more) {
        this.temporal = temporal;
        this.thrownAway = thrownAway;
        this.deliverer = new NotificationWorker(
                client, _ -> Optional.empty(), false, new SimpleMeterRegistry(), InstantSource.system());
        this.spring = new SpringApplicationBuilder(Api.class)
                .initializers(context -> {
                    beans((GenericApplicationContext) context, client);
                    more.accept((GenericApplicationContext) context);
                })
                // As arguments: a builder's properties give way to application.yaml, which names fixed ports.
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.tomcat.accesslog.enabled=true",
                        "--server.tomcat.accesslog.directory=" + logs,
                        "--server.tomcat.accesslog.buffered=false");
        this.base = URI.create("http://127.0.0.1:" + spring.getEnvironment().getProperty("local.server.port"));
    }

    static RunningApi withWorkers() {
        return withWorkers(_ -> {});
    }

    /** @param more beans of a test's own */
    static RunningApi withWorkers(Consumer<GenericApplicationContext> more) {
        var temporal = temporal();
        var thrownAway = new ThrownAwayTasks();
        var api = new RunningApi(temporal, client(temporal, thrownAway), thrownAway, more);
        var worker = api.temporal.newWorker("kassa-checkouts", BusyMachine.WORKER);
        worker.registerWorkflowImplementationTypes(CheckoutWorkflowImpl.class);
        worker.registerActivitiesImplementations(api.klarna);
        api.deliverer.joins(api.temporal.getWorkerFactory(), WorkerOptions.getDefaultInstance());
        api.temporal.start();
        return api;
    }

    static RunningApi withoutWorkers() {
        var temporal = temporal();
        var none = new ThrownAwayTasks();
        return new RunningApi(temporal, client(temporal, none), none, _ -> {});
    }

    /** Before a Temporal that is not there. */
    static RunningApi before(WorkflowClient client) {
        return new RunningApi(temporal(), client, new ThrownAwayTasks(), _ -> {});
    }

    /**
     * Not the environment's own client: that one unlocks the skipping of time around every wait for a result, and where
     * the wait ends by a deadline the call that locks it again ends with it. From then on time runs away.
     */
    private static WorkflowClient client(TestWorkflowEnvironment temporal, ThrownAwayTasks thrownAway) {
        var stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(temporal.getWorkflowServiceStubs().getRawChannel())
                .setGrpcClientInterceptors(List.of(thrownAway))
                .validateAndBuildWithDefaults());
        return WorkflowClient.newInstance(stubs, clientOptions());
    }

    static WorkflowClientOptions clientOptions() {
        return WorkflowClientOptions.newBuilder()
                .setDataConverter(EncryptedDataConverter.of(KEYS))
                .setNamespace("default")
                .build();
    }

    private static TestWorkflowEnvironment temporal() {
        var options =
                TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).setWorkflowClientOptions(clientOptions());
        SearchAttributeKeys.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        // Any other server than the one in this process, such as temporal/ starts: -Dtemporal.target=127.0.0.1:7233
        var target = System.getProperty("temporal.target");
        if (target != null) {
            options.setUseExternalService(true).setTarget(target);
        }
        return TestWorkflowEnvironment.newInstance(options.build());
    }

    private void beans(GenericApplicationContext context, WorkflowClient client) {
        var links = new ReturnLinks(URI.create("https://pay.example/"), new ReturnKey(KEYS));
        InstantSource clock = () -> Instant.now().plus(ahead);
        context.registerBean(InstantSource.class, () -> clock);
        context.registerBean(
                Merchants.class, () -> new Merchants(List.of(merchant("acme", ACME), merchant("other", OTHER))));
        context.registerBean(ReturnLinks.class, () -> links);
        context.registerBean(MerchantRates.class, () -> new MerchantRates(PER_SECOND, BURST));
        context.registerBean(PageKey.class, () -> new PageKey(KEYS));
        context.registerBean(
                Checkouts.class,
                () -> new Checkouts(
                        client,
                        new TokenSeal(KEYS),
                        links,
                        Duration.ofMinutes(3),
                        ExpiryField.INTERACTION_EXPIRY,
                        clock));
        context.registerBean(Deliveries.class, () -> new Deliveries(client, new Notifications(client)));
        context.registerBean(CustomerReturns.class, () -> new CustomerReturns(client, clock));
    }

    private static Merchant merchant(String id, String key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return new Merchant(
                    id,
                    "krn:partner:" + id,
                    List.of(HexFormat.of().formatHex(hash)),
                    List.of("https://shop.example"),
                    null);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    Call post(String path, String body) {
        return call(path).method("POST", body).header("Content-Type", "application/json");
    }

    Call get(String path) {
        return call(path);
    }

    Call call(String path) {
        return new Call(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + ACME));
    }

    /** Sends a request that no HTTP client would, and gives back all that came. */
    String raw(String requestLine) {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            var request =
                    requestLine + "\r\nHost: kassa\r\nAuthorization: Bearer " + ACME + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What Tomcat has written of every request so far. */
    String accessLog() {
        try (var files = Files.list(logs)) {
            var text = new StringBuilder();
            for (var file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("kassa-access-log");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    WorkflowClient temporalClient() {
        return client(temporal, new ThrownAwayTasks());
    }

    @Override
    public void close() {
        spring.close();
        temporal.close();
        http.close();
    }

    /** One request in the making. */
    final class Call {
        private final HttpRequest.Builder request;

        Call(HttpRequest.Builder request) {
            this.request = request;
        }

        Call method(String method, String body) {
            request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            return this;
        }

        Call header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        Call as(String key) {
            return header("Authorization", "Bearer " + key);
        }

        Answer send() {
            try {
                return new Answer(http.send(request.build(), BodyHandlers.ofString()));
            } catch (IOException failed) {
                throw new AssertionError(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        String text() {
            return http.body();
        }

        JsonNode json() {
            return ApiJson.read(text().getBytes(UTF_8));
        }

        /** A field's text; empty where it is absent. */
        String field(String pointer) {
            return json().at(pointer).asString("");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
    @Import(CheckoutApi.class)
    static class Api {}
}
