package dev.kassa.runtime;

import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookSettings;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Kassa in a process of its own that serves one merchant, with a namespace and a Klarna that nobody else has. */
final class Installation implements AutoCloseable {
    private static final Executor CALLERS = Executors.newVirtualThreadPerTaskExecutor();

    final KassaProcess kassa = new KassaProcess();
    final Shop shop = new Shop(kassa.url(), "acme-sample-key");
    final Sandbox klarna = Sandbox.start(SandboxSettings.defaults()
            .withWebhook(
                    URI.create(kassa.url() + "/klarna/webhooks"),
                    WebhookSettings.DEMO_SIGNING_KEY_ID,
                    WebhookSettings.DEMO_SIGNING_KEY));
    final OwnNamespace temporal = OwnNamespace.on(RealServer.target());

    Installation() {
        kassa.servesAcme(temporal, klarna);
    }

    /** Starts Kassa, and returns when a first customer has paid: whatever is slow only once is over then. */
    void startAndServe() {
        kassa.start();
        var first = Order.any();
        klarna.plan().authorizeFor(first.reference(), Result.APPROVED);
        shop.waitsForTheEndOf(shop.starts(first).id());
    }

    CompletableFuture<Shop.Answer> inBackground(Supplier<Shop.Answer> call) {
        return CompletableFuture.supplyAsync(call, CALLERS);
    }

    @Override
    public void close() {
        kassa.close();
        klarna.close();
        temporal.close();
    }
}
