package dev.kassa.runtime;

import dev.kassa.KassaApplication;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Sandbox;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole application over HTTP, on the embedded Temporal or on the one that {@code -Dtemporal.target} names. All
 * journeys share one application and run side by side, so whatever is planned at Klarna is planned for one order.
 */
@SpringBootTest(
        classes = KassaApplication.class,
        useMainMethod = UseMainMethod.ALWAYS,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "kassa.sandbox.port=0",
            "spring.temporal.connection.target=${temporal.target:}",
            // One of their own, where another Kassa works in the default one.
            "spring.temporal.namespace=${temporal.namespace:default}",
            // Fixed, so that what an earlier run left open on a real server can still be read.
            "kassa.encryption.keys[0].id=sample",
            "kassa.encryption.keys[0].key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "kassa.merchants[0].id=acme",
            "kassa.merchants[0].partner-account-id=krn:partner:global:account:test:HGBY07TR",
            "kassa.merchants[0].api-keys-sha256[0]=ec7fcaf70847b838abaf67f5aaa7a4c735de7008a5d1644091bbe09290274110",
            "kassa.merchants[0].return-url-origins[0]=" + Order.SHOP,
            "kassa.merchants[1].id=other",
            "kassa.merchants[1].partner-account-id=krn:partner:global:account:test:OTHER001",
            "kassa.merchants[1].api-keys-sha256[0]=2e396be912271b682afd2f05bf1cb44773a53108acefe38b5d89e62acd93733b",
            "kassa.merchants[1].return-url-origins[0]=" + Order.SHOP,
            // All journeys at once are noisier than one merchant.
            "kassa.rate-limit.burst=2000",
            // So seldom that it does not come between a test and the run that it ends; its own tests have it come
            // often.
            "kassa.reconciler.every=P1D",
            "kassa.merchants[2].id=told",
            "kassa.merchants[2].partner-account-id=krn:partner:global:account:test:HGBY07TR",
            "kassa.merchants[2].api-keys-sha256[0]=21c949a588d1b6f76fb2a1109e5ac4b8ad60263e8768607f54c2f91a95b8c432",
            "kassa.merchants[2].return-url-origins[0]=" + Order.SHOP,
            "kassa.merchants[2].notification.url=http://127.0.0.1:${test.hooks.port}/hooks",
            "kassa.merchants[2].notification.secret=" + Hooks.SECRET,
            // New in every run, so that its list holds what this run started and nothing else.
            "kassa.merchants[3].id=lister-${random.uuid}",
            "kassa.merchants[3].partner-account-id=krn:partner:global:account:test:OTHER001",
            "kassa.merchants[3].api-keys-sha256[0]=beabbdaa931d25aed20efdb91fa4861f91392f389ea229c519b40563e6104745",
            "kassa.merchants[3].return-url-origins[0]=" + Order.SHOP
        })
@ActiveProfiles("embedded")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
abstract class Journeys {
    static final Executor CALLERS = Executors.newVirtualThreadPerTaskExecutor();

    static final Hooks HOOKS = Hooks.open();

    private static final ReentrantLock WARMING = new ReentrantLock();
    private static boolean warm;

    @LocalServerPort
    int port;

    @Autowired
    Sandbox klarna;

    @Autowired
    WorkflowClient temporal;

    final Order order = Order.any();
    private Shop shop = new Shop("", "");

    @DynamicPropertySource
    static void whereTheMerchantListens(DynamicPropertyRegistry properties) {
        properties.add("test.hooks.port", HOOKS::port);
    }

    /** Some whole checkouts before the first: on a cold JVM all journeys at once would take longer than a caller waits. */
    @BeforeEach
    void openShop() {
        shop = shop("acme-sample-key");
        WARMING.lock();
        try {
            if (!warm) {
                for (int i = 0; i < 3; i++) {
                    warmUp();
                }
                warm = true;
            }
        } finally {
            WARMING.unlock();
        }
    }

    private void warmUp() {
        var firsts = Stream.generate(Order::any).limit(4).toList();
        firsts.forEach(first -> klarna.plan().authorizeFor(first.reference(), Result.APPROVED));
        firsts.stream()
                .map(first -> CompletableFuture.supplyAsync(() -> shop.startsUntilTemporalIsThere(first), CALLERS))
                .toList()
                .forEach(started -> shop.waitsForTheEndOf(started.join().id()));
    }

    Shop shop() {
        return shop;
    }

    Shop shop(String apiKey) {
        return new Shop("http://127.0.0.1:" + port, apiKey);
    }

    Books books() {
        return Books.of(klarna, order);
    }
}
