package dev.kassa.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;

/**
 * The counters that alerts watch, at zero from the start. One that appears only with its first event has no increase that
 * Prometheus could see, and the first lost token would be told to nobody.
 */
public final class KnownMeters {
    private static final String[] ENDS = {
        "AUTHORIZED approved",
        "AUTHORIZED resolved_by_operator",
        "DECLINED declined_by_klarna",
        "EXPIRED interaction_expired",
        "EXPIRED session_timeout",
        "EXPIRED token_expired",
        "CANCELED merchant_canceled",
        "CANCELED operator_canceled",
        "CANCELED klarna_canceled",
        "FAILED refused_by_klarna",
        "FAILED not_sent",
        "UNCONFIRMED outcome_unknown"
    };

    private final MeterRegistry meters;

    private KnownMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Registers them all.
     *
     * @param signingKeyIds Klarna's keys, as configured
     */
    public static void register(
            MeterRegistry meters, String namespace, String taskQueue, Collection<String> signingKeyIds) {
        var known = new KnownMeters(meters);
        known.runs();
        known.temporal(namespace, taskQueue);
        known.klarna();
        known.webhooks(signingKeyIds);
        known.counters("kassa.notifications", "outcome", "DELIVERED", "GONE", "GIVEN_UP", "STOPPED");
        known.counters("kassa.notification.tries", "outcome", "delivered", "undelivered");
        known.counters("kassa.api.refused", "lane", "rate", "merchant", "stranger");
        known.counters("kassa.recoveries", "cause", "run_ended", "late_completion", "second_payment");
        meters.counter("kassa.recoveries.failed");
    }

    private void runs() {
        for (var end : ENDS) {
            var words = end.split(" ", 2);
            meters.counter("kassa_checkouts_ended", "status", words[0], "reason", words[1]);
        }
        meters.counter("kassa_checkouts_unconfirmed");
        meters.counter("kassa_second_payments");
        counters("kassa_completions", "found_by", "webhook", "return", "poll", "cancel");
        counters("kassa_patient_calls", "operation", "authorize", "finalize", "cancel");
        meters.timer("kassa_authorize");
        meters.timer("kassa_finalize");
    }

    /** With the tags of the SDK's own, so that these are the same meters. */
    private void temporal(String namespace, String taskQueue) {
        var tags = Tags.of("namespace", namespace, "task_queue", taskQueue, "workflow_type", "CheckoutWorkflow");
        meters.counter("temporal_corrupted_signals", tags);
        meters.counter("temporal_workflow_failed", tags);
        for (var reason : List.of("NonDeterminismError", "WorkflowError")) {
            meters.counter(
                    "temporal_workflow_task_execution_failed",
                    tags.and("failure_reason", reason, "worker_type", "WorkflowWorker"));
        }
    }

    private void klarna() {
        for (var operation : List.of("authorize", "read", "cancel", "update", "finalize")) {
            for (var outcome : List.of("answered", "Transient", "OutcomeUnknown", "Refused")) {
                meters.timer("kassa.klarna.calls", "operation", operation, "outcome", outcome);
            }
        }
    }

    private void webhooks(Collection<String> signingKeyIds) {
        for (var id : signingKeyIds) {
            for (var result : List.of("verified", "signature_wrong", "unreadable", "other_environment")) {
                verifications(result, id);
            }
            verifications("other_recipient", id);
            verifications("unknown_account", id);
        }
        verifications("key_unknown", "unknown");
        verifications("signature_missing", "none");
        for (var what : List.of(
                "delivered",
                "duplicate",
                "ignored",
                "unknown",
                "after_payment",
                "late",
                "late_completion",
                "not_durable")) {
            meters.counter("kassa.webhook." + what);
        }
    }

    private void verifications(String result, String keyId) {
        meters.counter("kassa.webhook.verifications", "result", result, "key_id", keyId);
    }

    private void counters(String name, String tag, String... values) {
        for (var value : values) {
            meters.counter(name, tag, value);
        }
    }
}
