package dev.kassa.checkout.workflow;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What customers and Klarna do around a call, at every call of the saga: a payment is never lost, and never made twice. */
class RaceMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/races.txt"));

    @TestFactory
    Stream<DynamicTest> aRaceEndsAsWrittenDown() {
        return RUN.rows(FaultMatrixTest::play);
    }

    @AfterAll
    static void print() {
        RUN.print("race");
    }
}
