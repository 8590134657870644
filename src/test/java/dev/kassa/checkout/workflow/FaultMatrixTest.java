package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.RequestState;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every call fault of the sandbox's vocabulary at every call of the saga: its end, its ledger, at most one transaction. */
class FaultMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/calls.txt"));
    private static final Duration HORIZON = Duration.ofHours(30);

    @TestFactory
    Stream<DynamicTest> aCallThatGoesWrongEndsAsWrittenDown() {
        return RUN.cells(FaultMatrixTest::play);
    }

    @Test
    void everyFaultOfTheVocabularyHasItsRow() {
        assertThat(RUN.matrix().rowNames().stream().map(row -> Spell.of(row).fault()))
                .containsAll(Fault.all().stream().map(Fault::name).toList());
    }

    @AfterAll
    static void print() {
        RUN.print("call fault");
    }

    private static String play(Matrix.Cell cell) {
        var step = CallStep.titled(cell.column());
        var spell = Spell.of(cell.row());
        try (var world = new World()) {
            var checkout = step.play(world, spell);
            var end = goOn(world, checkout, step);
            MatrixRun.assertHappened(world, step.operation, spell.fault());
            return MatrixRun.judged(world, checkout, end);
        }
    }

    /** Lets the world go on, minute by minute, until the run is over or nothing more is to be expected. */
    private static Checkout goOn(World world, RunningCheckout checkout, CallStep step) {
        var started = world.now();
        boolean paid = false;
        while (Duration.between(started, world.now()).compareTo(HORIZON) < 0 && !checkout.isClosed()) {
            var elapsed = Duration.between(started, world.now());
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
