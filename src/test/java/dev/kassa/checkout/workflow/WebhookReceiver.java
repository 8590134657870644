package dev.kassa.checkout.workflow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kassa.checkout.inbox.CheckoutInbox;
import dev.kassa.checkout.inbox.CheckoutRuns;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.webhook.Environment;
import dev.kassa.klarna.webhook.NotDurableException;
import dev.kassa.klarna.webhook.SigningKeys;
import dev.kassa.klarna.webhook.Verification;
import dev.kassa.klarna.webhook.WebhookVerifier;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** The door for Klarna's webhooks without Spring: the verifier and the inbox that ship, behind the JDK's server. */
public final class WebhookReceiver implements AutoCloseable {
    public static final String KEY_ID = "krn:partner:global:notification:signing-key:sample";
    public static final String KEY = "demo-signing-key-not-a-secret";

    private final HttpServer server;
    private final Predicate<PartnerAccountId> isMerchantsAccount;
    private volatile WebhookVerifier verifier;
    private final CheckoutRuns runs;
    private final CheckoutInbox inbox;

    WebhookReceiver(WorkflowClient client, TokenSeal seal) {
        this(client, seal, new SimpleMeterRegistry(), account -> account.value().equals(SandboxSettings.DEMO_ACCOUNT));
    }

    /** @param isMerchantsAccount whose events are taken */
    public WebhookReceiver(
            WorkflowClient client,
            TokenSeal seal,
            MeterRegistry meters,
            Predicate<PartnerAccountId> isMerchantsAccount) {
        this.isMerchantsAccount = isMerchantsAccount;
        this.verifier = verifier(Map.of(KEY_ID, KEY));
        this.runs = new CheckoutRuns(client, new Recoveries(client, meters));
        this.inbox = new CheckoutInbox(runs, seal, meters, Duration.ZERO);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private WebhookVerifier verifier(Map<String, String> keys) {
        return new WebhookVerifier(
                SigningKeys.of(keys),
                Environment.TEST,
                new PartnerAccountId("krn:partner:global:account:test:LWT2XJSE"),
                isMerchantsAccount);
    }

    /** Knows these signing keys from now on, and no other: as after a restart. */
    void load(Map<String, String> keys) {
        verifier = verifier(keys);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/klarna/webhooks");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status(exchange), -1);
        }
    }

    private int status(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var verdict = verifier.verify(
                exchange.getRequestBody().readAllBytes(),
                headers.getFirst("Klarna-Signature"),
                headers.getFirst("Klarna-Signing-Key-Id"));
        if (!(verdict instanceof Verification.Verified(var notification))) {
            return 400;
        }
        try {
            inbox.accept(notification);
            return 200;
        } catch (NotDurableException _) {
            return 503;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        runs.close();
    }
}
