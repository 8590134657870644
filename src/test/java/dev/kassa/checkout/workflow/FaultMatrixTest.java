package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every call fault of the sandbox's vocabulary at every call of the saga: its end, its ledger, at most one transaction. */
class FaultMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/calls.txt"));
    /** In minutes: beyond a spell of two hours, and what follows it. */
    private static final int LONGEST = 300;

    @TestFactory
    Stream<DynamicTest> aCallThatGoesWrongEndsAsWrittenDown() {
        return RUN.rows(FaultMatrixTest::play);
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

    /** A row of a matrix whose columns are calls. */
    static Map<Matrix.Cell, String> play(List<Matrix.Cell> row) {
        var spell = Spell.of(row.getFirst().row());
        try (var world = new World()) {
            var stories = new SideBySide(world);
            for (var cell : row) {
                stories.begin(cell, begin(world, CallStep.titled(cell.column()), spell));
            }
            stories.play(LONGEST, (minute, cell, checkout) -> {
                if (spell.isOverAfter(Duration.ofMinutes(minute))) {
                    world.sandbox.faults().clear();
                }
                CallStep.titled(cell.column()).at(minute, world, checkout, spell);
            });
            stories.checkouts()
                    .forEach((cell, checkout) -> MatrixRun.assertHappened(
                            world, checkout, CallStep.titled(cell.column()).operation, spell.fault()));
            return stories.judged();
        }
    }

    private static RunningCheckout begin(World world, CallStep step, Spell spell) {
        if (!step.beginsWithIt()) {
            return world.start();
        }
        return world.begin(usual -> {
            var reference = usual.references().paymentRequestReference().value();
            spell.beginsIn(world.sandbox, reference, step.operation, null);
            return usual;
        });
    }
}
