package dev.kassa.checkout.workflow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.sandbox.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** One run of a matrix: several worlds at a time, each cell a test of its own. */
record MatrixRun(Matrix matrix, Map<Matrix.Cell, String> seen) {
    /** Most of a cell's time is spent waiting for answers that never come. */
    private static final int AT_A_TIME = 6;

    MatrixRun(Matrix matrix) {
        this(matrix, new ConcurrentHashMap<>());
    }

    /** Every row in a world of its own, its cells side by side; {@code play} answers the ends of the row's cells. */
    Stream<DynamicTest> rows(Function<List<Matrix.Cell>, Map<Matrix.Cell, String>> play) {
        var rows = matrix.cells().stream()
                .collect(Collectors.groupingBy(Matrix.Cell::row, LinkedHashMap::new, Collectors.toList()));
        Map<String, Future<?>> runs = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            rows.forEach((name, row) -> runs.put(name, threads.submit(() -> seen.putAll(play.apply(row)))));
        }
        return matrix.cells().stream()
                .map(cell -> DynamicTest.dynamicTest(cell.name(), () -> {
                    requireNonNull(runs.get(cell.row())).get();
                    assertThat(seen.get(cell)).isEqualTo(cell.expected());
                }));
    }

    void print(String title) {
        System.out.println(matrix.printed(title, seen));
    }

    /** That a call of {@code operation} met the fault: alone, or together with a race. */
    static void assertHappened(World world, RunningCheckout checkout, Operation operation, String fault) {
        assertThat(world.calls(operation))
                .as("the fault happened")
                .filteredOn(call -> checkout.input().reference().equals(call.purchaseReference()))
                .anyMatch(call -> call.fault() != null
                        && (call.fault().equals(fault) || call.fault().startsWith(fault + "+")));
    }

    /** What must never happen to a checkout, by the sandbox's ledger; answers its end in a matrix's words. */
    static String judged(World world, RunningCheckout checkout, Checkout end) {
        var judgement = world.sandbox.judgement();
        int transactions =
                world.transactionsPerPurchase().getOrDefault(checkout.input().reference(), 0);
        assertThat(transactions).as("transactions").isLessThanOrEqualTo(1);
        assertThat(transactions == 1)
                .as("a transaction exists where the checkout says so")
                .isEqualTo(end.status() == CheckoutStatus.AUTHORIZED);
        assertThat(judgement.lateTokenUses()).as("late tokens").isEmpty();
        assertThat(judgement.keysWithTwoBodies()).as("keys with two bodies").isEmpty();
        assertThat(judgement.keysPast23Hours()).as("old keys").isEmpty();
        if (end.status().isFinal()) {
            assertThat(judgement.openPaymentRequests())
                    .as("left open")
                    .noneMatch(request -> checkout.reference().equals(request.reference()));
        }
        return end.status() + " "
                + (end.reason() == null ? "open" : end.reason().word());
    }
}
