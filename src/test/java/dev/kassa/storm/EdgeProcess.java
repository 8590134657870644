package dev.kassa.storm;

import dev.kassa.checkout.client.Checkouts;
import dev.kassa.checkout.client.ReturnLinks;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.checkout.workflow.WebhookReceiver;
import dev.kassa.klarna.ExpiryField;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.ReturnKey;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** What a process with the API role has: the door for webhooks, and the merchants' calls; it can be killed. */
final class EdgeProcess implements AutoCloseable {
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(3);

    final Line line = new Line(new ConcurrentHashMap<>());
    private final WorkflowServiceStubs stubs;
    final WorkflowClient client;
    final Checkouts checkouts;
    final Recoveries recoveries;
    final WebhookReceiver receiver;

    EdgeProcess(StormTemporal temporal, KeyRing keys, MeterRegistry meters) {
        stubs = temporal.stubs(line);
        client = temporal.client(stubs);
        var seal = new TokenSeal(keys);
        checkouts = new Checkouts(
                client,
                seal,
                new ReturnLinks(URI.create("https://pay.example"), new ReturnKey(keys)),
                TOKEN_MARGIN,
                ExpiryField.INTERACTION_EXPIRY,
                temporal.time::now);
        recoveries = new Recoveries(client, meters);
        receiver = new WebhookReceiver(client, seal, meters, Shop::isAccountOfOne);
    }

    /** As SIGKILL does: nobody who waits for its answer gets one. */
    @Override
    public void close() {
        line.cut();
        receiver.close();
        stubs.shutdownNow();
    }
}
