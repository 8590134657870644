package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.PaymentRequestView;
import dev.kassa.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** What Klarna's ledger says of one order: the judge of every journey. */
record Books(Sandbox klarna, String reference) {
    static Books of(Sandbox klarna, Order order) {
        return new Books(klarna, order.reference());
    }

    List<LedgerEntry> calls(Operation operation) {
        return calls().stream().filter(call -> call.operation() == operation).toList();
    }

    private List<LedgerEntry> calls() {
        return klarna.ledger().stream()
                .filter(call -> reference.equals(call.purchaseReference()))
                .toList();
    }

    long count(Effect effect) {
        return calls().stream().filter(call -> call.effect() == effect).count();
    }

    /** The newest Payment Request of the order. */
    PaymentRequestView paymentRequest() {
        return klarna.find(reference).orElseThrow();
    }

    /** Waits until a call had that effect, whatever its caller has heard of it. */
    void await(Effect effect) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> count(effect) > 0);
    }

    void showOnePayment() {
        assertThat(count(Effect.CREATED_TRANSACTION)).as("transactions").isEqualTo(1);
        showNothingOpen();
    }

    void showNoPayment() {
        assertThat(count(Effect.CREATED_TRANSACTION)).as("transactions").isZero();
        showNothingOpen();
    }

    private void showNothingOpen() {
        assertThat(klarna.paymentRequests().stream()
                        .filter(request -> reference.equals(request.purchaseReference()))
                        .filter(request -> request.isOpenAt(klarna.now())))
                .as("Payment Requests out of which money may still come")
                .isEmpty();
        assertThat(calls().stream().filter(LedgerEntry::lateToken)).isEmpty();
        showOneKeyPerIntention();
    }

    /** Repeats are allowed, a second key is not: one for each attempt's authorize, one for its confirmation. */
    private void showOneKeyPerIntention() {
        var keys = calls().stream()
                .filter(call -> call.idempotencyKey() != null && call.operation() != Operation.UPDATE)
                .collect(Collectors.groupingBy(
                        call -> call.operation() + " of " + attemptOf(call),
                        Collectors.mapping(call -> Objects.requireNonNull(call.idempotencyKey()), asSet())));
        assertThat(keys)
                .allSatisfy((intention, used) -> assertThat(used).as(intention).hasSize(1));
        var twoBodies = klarna.judgement().keysWithTwoBodies();
        assertThat(keys.values()).noneMatch(used -> used.stream().anyMatch(twoBodies::contains));
    }

    private static String attemptOf(LedgerEntry call) {
        return String.valueOf(call.paymentTransactionReference());
    }

    private static Collector<String, ?, Set<String>> asSet() {
        return Collectors.toCollection(TreeSet::new);
    }
}
