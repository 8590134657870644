package dev.kassa.checkout.workflow;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What customers and Klarna do around a call, at every call of the saga: a payment is never lost, and never made twice. */
class RaceMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/races.txt"));
    private static final Duration HORIZON = Duration.ofHours(2);

    @TestFactory
    Stream<DynamicTest> aRaceEndsAsWrittenDown() {
        return RUN.cells(RaceMatrixTest::play);
    }

    @AfterAll
    static void print() {
        RUN.print("race");
    }

    private static String play(Matrix.Cell cell) {
        var step = CallStep.titled(cell.column());
        try (var world = new World()) {
            var checkout = step.play(world, new Spell(cell.row(), 1, null));
            var horizon = world.now().plus(HORIZON);
            while (!checkout.isClosed() && world.now().isBefore(horizon)) {
                world.pass(Duration.ofMinutes(1));
                world.settle();
            }
            MatrixRun.assertHappened(world, step.operation, cell.row());
            return MatrixRun.judged(world, checkout, checkout.ended());
        }
    }
}
