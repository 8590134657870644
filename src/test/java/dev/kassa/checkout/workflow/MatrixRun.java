package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.sandbox.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** One run of a matrix: every cell in a world of its own, several at a time, each a test of its own. */
record MatrixRun(Matrix matrix, Map<Matrix.Cell, String> seen) {
    /** Most of a cell's time is spent waiting for answers that never come. */
    private static final int AT_A_TIME = 6;

    MatrixRun(Matrix matrix) {
        this(matrix, new ConcurrentHashMap<>());
    }

    Stream<DynamicTest> tests(Function<Matrix.Cell, String> play) {
        var cells = matrix.cells();
        try (ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> begun = cells.stream()
                    .<Future<?>>map(cell -> runs.submit(() -> seen.put(cell, play.apply(cell))))
                    .toList();
            return IntStream.range(0, begun.size())
                    .mapToObj(i -> DynamicTest.dynamicTest(cells.get(i).name(), () -> {
                        begun.get(i).get();
                        assertThat(seen.get(cells.get(i)))
                                .isEqualTo(cells.get(i).expected());
                    }));
        }
    }

    void print(String title) {
        System.out.println(matrix.printed(title, seen));
    }

    /** That a call of {@code operation} met the fault: alone, or together with a race. */
    static void assertHappened(World world, Operation operation, String fault) {
        assertThat(world.calls(operation))
                .as("the fault happened")
                .anyMatch(call -> call.fault() != null
                        && (call.fault().equals(fault) || call.fault().startsWith(fault + "+")));
    }

    /** What must never happen, by the sandbox's ledger; answers the end in a matrix's words. */
    static String judged(World world, Checkout end) {
        var judgement = world.sandbox.judgement();
        assertThat(world.transactions()).as("transactions").isLessThanOrEqualTo(1);
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
