package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.RequestState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every fault of the sandbox's vocabulary at every call of the saga: its end, its ledger, and at most one transaction. */
class FaultMatrixTest {
    private static final Matrix CALLS = Matrix.read("/fault-matrix/calls.txt");
    private static final Map<Matrix.Cell, String> SEEN = new ConcurrentHashMap<>();
    private static final Duration HORIZON = Duration.ofHours(30);
    /** Most of a cell's time is spent waiting for answers that never come. */
    private static final int AT_A_TIME = 6;

    @TestFactory
    Stream<DynamicTest> aCallThatGoesWrongEndsAsWrittenDown() {
        try (ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> begun = CALLS.cells().stream()
                    .<Future<?>>map(cell -> runs.submit(() -> SEEN.put(cell, play(cell))))
                    .toList();
            return Stream.iterate(0, i -> i < begun.size(), i -> i + 1)
                    .map(i -> DynamicTest.dynamicTest(CALLS.cells().get(i).name(), () -> {
                        begun.get(i).get();
                        var cell = CALLS.cells().get(i);
                        assertThat(SEEN.get(cell)).isEqualTo(cell.expected());
                    }));
        }
    }

    @Test
    void everyFaultOfTheVocabularyHasItsRow() {
        assertThat(CALLS.rowNames().stream().map(row -> Spell.of(row).fault()))
                .containsAll(Arrays.stream(Fault.Plain.values()).map(Enum::name).toList());
    }

    @AfterAll
    static void print() {
        System.out.println(CALLS.printed("call fault", SEEN));
    }

    private static String play(Matrix.Cell cell) {
        var step = CallStep.titled(cell.column());
        var spell = Spell.of(cell.row());
        try (var world = new World()) {
            var checkout = step.play(world, spell);
            var end = goOn(world, checkout, step, spell);
            assertThat(world.calls(step.operation))
                    .as("the fault happened")
                    .extracting(LedgerEntry::fault)
                    .contains(spell.fault());
            assertThat(world.transactions()).as("transactions").isLessThanOrEqualTo(1);
            var judgement = world.sandbox.judgement();
            assertThat(judgement.lateTokenUses()).as("late tokens").isEmpty();
            assertThat(judgement.keysWithTwoBodies()).as("keys with two bodies").isEmpty();
            assertThat(judgement.keysPast24Hours()).as("old keys").isEmpty();
            assertThat(world.transactions() == 1)
                    .as("a transaction exists where the checkout says so")
                    .isEqualTo(end.status() == CheckoutStatus.AUTHORIZED);
            if (end.status().isFinal()) {
                assertThat(judgement.openPaymentRequests()).as("left open").isEmpty();
            }
            return end.status() + " "
                    + (end.reason() == null ? "open" : end.reason().word());
        }
    }

    /** Lets the world go on, minute by minute, until the run is over or nothing more is to be expected. */
    private static Checkout goOn(World world, RunningCheckout checkout, CallStep step, Spell spell) {
        var started = world.now();
        boolean paid = false;
        while (Duration.between(started, world.now()).compareTo(HORIZON) < 0 && !checkout.isClosed()) {
            var elapsed = Duration.between(started, world.now());
            if (spell.lasting() != null && elapsed.compareTo(spell.lasting()) >= 0) {
                world.sandbox.faults().clear();
            }
            if (step.paid && !paid) {
                paid = pays(world, checkout);
            }
            world.pass(elapsed.compareTo(Duration.ofHours(4)) < 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(30));
            world.settle();
        }
        return checkout.isClosed() ? checkout.ended() : checkout.now();
    }

    private static boolean pays(World world, RunningCheckout checkout) {
        var open = world.sandbox
                .find(checkout.reference())
                .filter(request -> request.state() == RequestState.SUBMITTED)
                .isPresent();
        if (open) {
            checkout.customer().approve();
        }
        return open;
    }
}
