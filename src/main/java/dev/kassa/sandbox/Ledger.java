package dev.kassa.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every call in the order of its execution: the judge of whoever made them. */
final class Ledger {

    private final List<LedgerEntry> entries = new ArrayList<>();

    void note(Attempt attempt, Outcome outcome, int status, boolean late, Instant at) {
        PaymentRequest request = outcome.request() == null ? attempt.request() : outcome.request();
        @Nullable Transaction transaction = outcome.transaction();
        entries.add(new LedgerEntry(
                entries.size() + 1L,
                at,
                attempt.call().method(),
                attempt.call().path(),
                attempt.operation(),
                attempt.account(),
                request == null ? null : request.id,
                request == null
                        ? attempt.bodyText("step_up_config", "payment_request_reference")
                        : request.stepUp.reference(),
                purchaseReference(attempt, request),
                transaction == null ? null : transaction.id(),
                transaction == null
                        ? attempt.bodyText("request_payment_transaction", "payment_transaction_reference")
                        : transaction.reference(),
                attempt.call().header("Klarna-Idempotency-Key").orElse(null),
                attempt.token() == null
                        ? attempt.call().header("Klarna-Customer-Token").orElse(null)
                        : attempt.token().value(),
                late,
                attempt.call().bodySha256(),
                status,
                outcome.errorCode(),
                outcome.effect(),
                attempt.fault() == null ? null : attempt.fault().name()));
    }

    /** All but the first so many. */
    List<LedgerEntry> since(int count) {
        return List.copyOf(entries.subList(count, entries.size()));
    }

    void restore(LedgerEntry entry) {
        entries.add(entry);
    }

    List<LedgerEntry> entries() {
        return List.copyOf(entries);
    }

    private static @Nullable String purchaseReference(Attempt attempt, @Nullable PaymentRequest request) {
        @Nullable String sent = attempt.bodyText("supplementary_purchase_data", "purchase_reference");
        return sent == null && request != null ? request.purchaseReference() : sent;
    }
}
