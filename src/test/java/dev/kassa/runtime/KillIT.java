package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The service is killed by SIGKILL at the worst moments and started again; Klarna's ledger says what came of it. */
@RealServer.Needed(because = "it outlives the killed service; the embedded one dies with it")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(KassaProcess.ONE_CLASS_AT_ONCE)
@Timeout(180)
class KillIT {
    /** Longer than anything waits for the killed service: it lands inside the local activity, every time. */
    private static final Fault ANSWERED_LATE = Fault.delayedAnswer(Duration.ofSeconds(60));

    /** A dead worker's task is given to another after 10 s; the rest is for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Installation installation = new Installation();
    private final KassaProcess kassa = installation.kassa;
    private final Shop shop = installation.shop;
    private final Sandbox klarna = installation.klarna;
    private final OwnNamespace temporal = installation.temporal;

    @BeforeAll
    void startAsInProduction() {
        installation.startAndServe();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void killedWhileKlarnaAuthorizesTheStepUpIsFoundAgainAndPaid() {
        var order = Order.any();
        var books = Books.of(klarna, order);
        klarna.faults().nextFor(order.reference(), Operation.AUTHORIZE, 1, ANSWERED_LATE);
        var unheard = installation.inBackground(() -> shop.starts(order));
        books.await(Effect.CREATED_REQUEST);

        killAndStartAgain(unheard);

        var repeated = shop.starts(order);
        assertThat(repeated.status()).as("attached to the same checkout").isIn(200, 202);
        becomes(repeated.id(), "AWAITING_CUSTOMER");
        assertThat(books.count(Effect.CREATED_REQUEST)).isEqualTo(1);
        assertThat(books.calls(Operation.AUTHORIZE)).hasSizeGreaterThan(1);
        assertThat(temporal.tasksThatDied(repeated.id())).isEqualTo(1);
        klarna.customer(order.reference()).approve();
        becomes(repeated.id(), "AUTHORIZED");
        books.showOnePayment();
    }

    @Test
    void killedWhileKlarnaApprovesAtOnceTheMoneyIsFoundAgain() {
        var order = Order.any();
        var books = Books.of(klarna, order);
        klarna.plan().authorizeFor(order.reference(), Result.APPROVED);
        klarna.faults().nextFor(order.reference(), Operation.AUTHORIZE, 1, Fault.EXECUTED_BUT_TIMED_OUT);
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        var unheard = installation.inBackground(() -> shop.starts(order));
        books.await(Effect.CREATED_TRANSACTION);

        killAndStartAgain(unheard);

        var repeated = shop.starts(order);
        becomes(repeated.id(), "AUTHORIZED");
        books.showOnePayment();
        assertThat(temporal.tasksThatDied(repeated.id())).isEqualTo(1);
    }

    @Test
    void whatTheCustomerApprovesWhileTheServiceIsDeadIsHeardFromTheRepeatedWebhook() {
        var order = Order.any();
        var started = shop.starts(order);
        kassa.kill();
        klarna.customer(order.reference()).approve();
        var unheard = awaitUnreachable(order);

        kassa.start();
        // By itself after 10 s, and then only after 2 minutes: where the start took longer, nobody waits for that here.
        klarna.resend(unheard);

        becomes(started.id(), "AUTHORIZED");
        Books.of(klarna, order).showOnePayment();
    }

    @Test
    void whatTheCustomerApprovesWhileTheServiceIsDeadIsFoundByTheReturn() {
        var order = Order.any();
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        var started = shop.starts(order);
        kassa.kill();
        var back = shop.customerApproves(started);

        kassa.start();

        assertThat(shop.browserOpens(back).statusCode()).isEqualTo(303);
        becomes(started.id(), "AUTHORIZED");
        Books.of(klarna, order).showOnePayment();
    }

    @Test
    void killedWhileKlarnaConfirmsTheTokenItIsPaidOnce() {
        var order = Order.any();
        var books = Books.of(klarna, order);
        klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 1, ANSWERED_LATE);
        var started = shop.starts(order);
        klarna.customer(order.reference()).approve();
        books.await(Effect.CREATED_TRANSACTION);

        kassa.kill();
        kassa.start();

        becomes(started.id(), "AUTHORIZED");
        books.showOnePayment();
        assertThat(temporal.tasksThatDied(started.id())).isEqualTo(1);
    }

    @Test
    void killedWhileKlarnaCancelsTheMerchantHearsItOnAsking() {
        var order = Order.any();
        var books = Books.of(klarna, order);
        klarna.faults().nextFor(order.reference(), Operation.CANCEL, 1, ANSWERED_LATE);
        var started = shop.starts(order);
        var unheard = installation.inBackground(() -> shop.cancels(started.id()));
        books.await(Effect.CANCELED);

        killAndStartAgain(unheard);

        Awaitility.await().atMost(BOUND).until(() -> shop.cancels(started.id()).status(), status -> status == 200);
        becomes(started.id(), "CANCELED");
        assertThat(books.paymentRequest().state()).isEqualTo(RequestState.CANCELED);
        assertThat(shop.asksFor(started.id()).text("/reason")).isEqualTo("merchant_canceled");
        assertThat(books.count(Effect.CANCELED)).isEqualTo(1);
        assertThat(temporal.tasksThatDied(started.id())).isEqualTo(1);
        books.showNoPayment();
    }

    private void killAndStartAgain(CompletableFuture<Shop.Answer> unheard) {
        kassa.kill();
        assertThatExceptionOfType(CompletionException.class)
                .as("whoever called was cut off")
                .isThrownBy(unheard::join)
                .withCauseInstanceOf(UncheckedIOException.class);
        kassa.start();
    }

    private void becomes(String checkoutId, String status) {
        var began = Instant.now();
        Awaitility.await(status)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> shop.asksFor(checkoutId).state(), status::equals);
        System.out.println("MEASURED: " + status + " "
                + Duration.between(began, Instant.now()).toMillis() + " ms after the service was back");
    }

    /** Waits until Klarna has tried to tell it in vain, and answers which event that was. */
    private String awaitUnreachable(Order order) {
        var request = Books.of(klarna, order).paymentRequest().id();
        return Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> klarna.deliveries().stream()
                                .filter(delivery -> delivery.paymentRequestId().equals(request))
                                .filter(delivery -> delivery.eventType().endsWith(".completed"))
                                .filter(delivery -> delivery.outcome() == WebhookDelivery.Outcome.UNREACHABLE)
                                .map(WebhookDelivery::eventId)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
