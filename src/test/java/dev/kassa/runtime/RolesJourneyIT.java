package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two processes that only serve HTTP and two that only work, on one Temporal; Klarna knows the first of the servers. */
@RealServer.Needed(because = "no process can join the embedded one of another")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(KassaProcess.ONE_CLASS_AT_ONCE)
@Timeout(240)
class RolesJourneyIT {
    private static final int CHECKOUTS = 12;

    /** Shorter than a quick try waits, and longer than a process that does not wait for it takes to end. */
    private static final Fault SLOW = Fault.delayedAnswer(Duration.ofMillis(2500));

    private final List<KassaProcess> servers = List.of(new KassaProcess(), new KassaProcess());
    private final List<KassaProcess> workers = List.of(new KassaProcess(), new KassaProcess());
    private final Sandbox klarna = Sandbox.start(SandboxSettings.defaults()
            .withWebhook(
                    URI.create(servers.getFirst().url() + "/klarna/webhooks"),
                    WebhookSettings.DEMO_SIGNING_KEY_ID,
                    WebhookSettings.DEMO_SIGNING_KEY));
    private final OwnNamespace temporal = OwnNamespace.on(RealServer.target());

    @BeforeAll
    void startTwoOfEach() {
        servers.forEach(server -> server.plays("api"));
        workers.forEach(worker -> worker.plays("worker"));
        all().forEach(process -> process.servesAcme(temporal, klarna));
        CompletableFuture.allOf(all().map(process -> CompletableFuture.runAsync(process::start))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @AfterAll
    void stop() {
        all().forEach(KassaProcess::close);
        klarna.close();
        temporal.close();
    }

    @Test
    void aWorkerThatIsToldToStopEndsItsCallsFirstAndTheOtherTakesTheRest() {
        var orders = started(CHECKOUTS);
        orders.forEach(order -> klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 1, SLOW));
        orders.forEach(order -> klarna.customer(order.reference()).approve());
        orders.forEach(order -> Books.of(klarna, order).await(Effect.CREATED_TRANSACTION));

        workers.getFirst().stop();
        servers.getLast().kill();

        var shop = shop(0);
        for (Order order : orders) {
            var ended = shop.waitsForTheEndOf(shop.starts(order).id());
            assertThat(ended.state()).isEqualTo("AUTHORIZED");
            assertThat(temporal.tasksThatDied(ended.id())).isZero();
            Books.of(klarna, order).showOnePayment();
            // Klarna's event of the payment may come while the run ends; the server then has the task, and its call,
            // done again.
            assertThat(Books.of(klarna, order).calls(Operation.FINAL_AUTHORIZE))
                    .hasSizeBetween(1, 1 + (int) temporal.tasksThrownAway(ended.id()));
        }
        var later = Order.any();
        var alone = shop.starts(later);
        klarna.customer(later.reference()).approve();
        assertThat(shop.waitsForTheEndOf(alone.id()).state()).isEqualTo("AUTHORIZED");
    }

    /** By turns at either server, all at once. */
    private List<Order> started(int count) {
        var orders = Stream.generate(Order::any).limit(count).toList();
        var answers = new ArrayList<CompletableFuture<Shop.Answer>>();
        for (int number = 0; number < count; number++) {
            var shop = shop(number % servers.size());
            var order = orders.get(number);
            answers.add(CompletableFuture.supplyAsync(() -> shop.startsUntilTemporalIsThere(order), Journeys.CALLERS));
        }
        for (var answer : answers) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> shop(0).asksFor(answer.join().id()).state(), "AWAITING_CUSTOMER"::equals);
        }
        return orders;
    }

    private Shop shop(int server) {
        return new Shop(servers.get(server).url(), "acme-sample-key");
    }

    private Stream<KassaProcess> all() {
        return Stream.concat(servers.stream(), workers.stream());
    }
}
