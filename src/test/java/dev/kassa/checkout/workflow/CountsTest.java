package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs tell the metrics. */
class CountsTest {
    private final World world = World.counted();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPaidCheckoutCountsItsEndItsCompletionAndItsTimes() {
        var checkout = world.start();
        world.pass(Duration.ofMinutes(1));
        checkout.customer().approve();
        world.deliver();
        checkout.end();

        awaitCount(1, "kassa_checkouts_ended", "status", "AUTHORIZED", "reason", "approved");
        awaitCount(1, "kassa_completions", "found_by", "webhook");
        assertThat(total("kassa_completions")).isEqualTo(1);
        assertThat(timer("kassa_authorize").count()).isEqualTo(1);
        assertThat(timer("kassa_finalize").count()).isEqualTo(1);
        assertThat(timer("kassa_finalize").totalTime(TimeUnit.SECONDS))
                .as("from the completion, and not from the start")
                .isLessThan(30);
    }

    @Test
    void aCompletionIsOwedToTheReturnThatAskedForTheRead() {
        var checkout = world.start();
        checkout.customer().approve();
        checkout.customerReturns();
        checkout.end();

        awaitCount(1, "kassa_completions", "found_by", "return");
        assertThat(total("kassa_completions")).isEqualTo(1);
    }

    @Test
    void aCompletionWhoseWebhookIsLostIsOwedToTheNextRead() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start();
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(6));
        checkout.end();

        awaitCount(1, "kassa_completions", "found_by", "poll");
        assertThat(total("kassa_completions")).isEqualTo(1);
    }

    @Test
    void aCancelThatKlarnaDoesNotTakeAtOnceCountsAsOneThatNeedsPatience() {
        var checkout = world.start(World.session(Duration.ofMinutes(1)));
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        world.pass(Duration.ofMinutes(5));
        assertThat(checkout.status()).isEqualTo(CheckoutStatus.CANCELING);

        awaitCount(1, "kassa_patient_calls", "operation", "cancel");
        assertThat(total("kassa_checkouts_ended")).isZero();
        assertThat(world.client()
                        .newWorkflowStub(
                                CheckoutWorkflow.class,
                                checkout.input().references().checkoutId().value())
                        .since())
                .isBetween(world.now().minus(Duration.ofMinutes(5)), world.now().minus(Duration.ofMinutes(3)));
    }

    @Test
    void doubtIsCountedWhenItBeginsAndItsEndWhenNobodyResolvesIt() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_BEFORE);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(70));
        checkout.becomes(CheckoutStatus.UNCONFIRMED);
        awaitCount(1, "kassa_checkouts_unconfirmed");
        assertThat(total("kassa_checkouts_ended")).isZero();

        world.pass(Duration.ofDays(7).plusHours(2));

        awaitCount(1, "kassa_checkouts_ended", "status", "UNCONFIRMED", "reason", "outcome_unknown");
    }

    @Test
    void aSecondPaymentIsCountedByTheRunThatHearsOfIt() {
        var first = world.start();
        first.terminate();
        world.sandbox.plan().nextAuthorize(Result.APPROVED);
        world.sandbox.faults().next(Operation.AUTHORIZE, 4, Fault.RESET_BEFORE);
        var second = world.begin(World.restartOf(first));
        second.becomes(_ -> world.calls(Operation.AUTHORIZE).size() >= 3);
        second.hears(Events.paid(first, new PaymentTransactionId("krn:payment:eu1:transaction:of-the-first")));
        world.pass(Duration.ofMinutes(5));
        second.end();

        awaitCount(1, "kassa_second_payments");
    }

    @Test
    void aReplayCountsNothing() throws Exception {
        try (var other = World.countedWithoutWorker()) {
            var worker = other.temporal.newWorker("replays");
            worker.registerWorkflowImplementationTypes(CheckoutWorkflowImpl.class);
            for (var history : GoldenHistories.all().subList(0, 10)) {
                WorkflowReplayer.replayWorkflowExecution(GoldenHistories.read(history), worker);
            }
            other.startWorker();
            // What this one counts is reported with whatever was counted before it.
            other.sandbox.plan().nextAuthorize(Result.APPROVED);
            other.start().ended();

            awaitCount(other, 1, "kassa_checkouts_ended", "status", "AUTHORIZED", "reason", "approved");
            assertThat(total(other, "kassa_checkouts_ended")).isEqualTo(1);
        }
    }

    private void awaitCount(double expected, String name, String... tags) {
        awaitCount(world, expected, name, tags);
    }

    private static void awaitCount(World world, double expected, String name, String... tags) {
        Awaitility.await().untilAsserted(() -> {
            var counter = world.meters.find(name).tags(tags).counter();
            assertThat(counter == null ? 0 : counter.count()).as(name).isEqualTo(expected);
        });
    }

    private double total(String name) {
        return total(world, name);
    }

    private static double total(World world, String name) {
        return world.meters.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Timer timer(String name) {
        Awaitility.await().until(() -> world.meters.find(name).timer() != null);
        return world.meters.get(name).timer();
    }
}
