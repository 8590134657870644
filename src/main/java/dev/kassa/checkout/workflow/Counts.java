package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static dev.kassa.checkout.workflow.WorkflowTime.runStartedAt;

import com.uber.m3.tally.Scope;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run tells the metrics. Nothing of it is in the history, and nothing is counted while one is replayed; a task that
 * Temporal throws away and has done again is counted twice.
 */
final class Counts {
    private FoundBy asks = FoundBy.POLL;

    /** Who told of a completion first. */
    enum FoundBy {
        WEBHOOK,
        RETURN,
        POLL,
        /** The read or the answer of a cancel: the customer was faster. */
        CANCEL
    }

    /** From now on what is learned is owed to this. */
    void asks(FoundBy next) {
        asks = next;
    }

    void learned(@Nullable PaymentRequest before, PaymentRequest seen) {
        boolean known = before != null && before.state() == PaymentRequestState.COMPLETED;
        if (!known && seen.state() == PaymentRequestState.COMPLETED) {
            scope("found_by", word(asks)).counter("kassa_completions").inc(1);
        }
    }

    /**
     * A change of status.
     *
     * @param completedAt when the customer completed, by Klarna's clock; asked only where that was
     */
    void became(CheckoutStatus before, CheckoutStatus next, @Nullable Reason reason, Completion completedAt) {
        if (next == CheckoutStatus.UNCONFIRMED) {
            Workflow.getMetricsScope().counter("kassa_checkouts_unconfirmed").inc(1);
        } else if (before == CheckoutStatus.AUTHORIZING) {
            took("kassa_authorize", runStartedAt());
        }
        if (before == CheckoutStatus.FINALIZING && next == CheckoutStatus.AUTHORIZED) {
            took("kassa_finalize", completedAt.at());
        }
        if (next.isFinal() && reason != null) {
            ended(next, reason);
        }
    }

    /** The end of a run; UNCONFIRMED only where nobody resolved it. */
    void ended(CheckoutStatus status, Reason reason) {
        Workflow.getMetricsScope()
                .tagged(Map.of("status", status.name(), "reason", reason.word()))
                .counter("kassa_checkouts_ended")
                .inc(1);
    }

    /** A payment besides the one that the run ends with. */
    void secondPayment() {
        Workflow.getMetricsScope().counter("kassa_second_payments").inc(1);
    }

    /** A call whose quick try was not enough. */
    static Runnable patience(String operation, Runnable begins) {
        return () -> {
            scope("operation", operation).counter("kassa_patient_calls").inc(1);
            begins.run();
        };
    }

    /** Klarna's clock and ours differ: what ended before it began took no time. */
    private static void took(String timer, Instant since) {
        var time = Duration.between(since, now());
        Workflow.getMetricsScope()
                .timer(timer)
                .record(com.uber.m3.util.Duration.ofNanos(time.isNegative() ? 0 : time.toNanos()));
    }

    private static Scope scope(String tag, String value) {
        return Workflow.getMetricsScope().tagged(Map.of(tag, value));
    }

    private static String word(FoundBy by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    /** When the customer completed. */
    @FunctionalInterface
    interface Completion {
        Instant at();
    }
}
