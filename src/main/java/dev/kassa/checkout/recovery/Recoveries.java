package dev.kassa.checkout.recovery;

import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.RunSummary;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.Recovery;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Starts recovery runs: the same workflow type, id and attempt, and what is known of the run before.
 *
 * <p>Every method throws what Temporal's client throws where Temporal is away or a history cannot be read. Thread-safe.
 */
public final class Recoveries {
    private static final String WORKFLOW_TYPE = "CheckoutWorkflow";
    private static final String SIGNAL = "paymentRequestChanged";
    private static final String MEMO = "start";

    private final WorkflowClient client;
    private final MeterRegistry meters;

    public Recoveries(WorkflowClient client, MeterRegistry meters) {
        this.client = client;
        this.meters = meters;
    }

    /** What became of an event that no open run took. */
    public enum Late {
        /** A run that goes into it has it now: it is durable. */
        TAKEN,
        /** The checkout is paid: Klarna confirms what is known. */
        PAID,
        /** It changes nothing: the run had heard it, or it tells of no money. */
        OF_NO_CONSEQUENCE,
        /** There never was such a run, or Temporal has forgotten it. */
        UNKNOWN
    }

    /**
     * Recovers the latest run of a checkout where that was terminated, failed or timed out.
     *
     * @return whether a recovery run was started; not where there is a later one, however it came about
     */
    public boolean recover(CheckoutId id) {
        var last = describe(id).filter(Recoveries::wasCutOff);
        if (last.isEmpty()) {
            return false;
        }
        var run = EndedRun.read(client, id, last.get());
        var facts = run.cutOff();
        try {
            stub(id, last.get(), facts, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                    .start(run.input().recovering(facts));
        } catch (WorkflowExecutionAlreadyStarted _) {
            return false;
        }
        count("run_ended");
        return true;
    }

    /** Makes durable what Klarna said after the end of a checkout's latest run, where money may be in it. */
    public Late recover(CheckoutId id, KlarnaEvent event) {
        var found = describe(id);
        if (found.isEmpty()) {
            return Late.UNKNOWN;
        }
        var last = found.get();
        if (isPaid(last) && !mayBeASecondPayment(last, event)) {
            return Late.PAID;
        }
        return switch (event.kind()) {
            case REQUEST_COMPLETED, TRANSACTION_AUTHORIZED -> late(id, last, event);
            case REQUEST_DECLINED, REQUEST_EXPIRED, REQUEST_CANCELED -> Late.OF_NO_CONSEQUENCE;
        };
    }

    private Late late(CheckoutId id, WorkflowExecutionDescription last, KlarnaEvent event) {
        var run = EndedRun.read(client, id, last);
        var own = run.input().references();
        var named = Optional.ofNullable(event.paymentRequestReference())
                .flatMap(AttemptReferences::of)
                .orElse(own);
        if (!named.birth().equals(own.birth()) || own.isBefore(named)) {
            return Late.OF_NO_CONSEQUENCE;
        }
        if (wasCutOff(last)) {
            // An older attempt's completion waits in it until its own is settled.
            begin(id, last, run.input(), run.cutOff(), event, "late_completion");
            return Late.TAKEN;
        }
        if (run.isPaidBy(event)) {
            return Late.PAID;
        }
        if (run.hasHeard(event)) {
            return Late.OF_NO_CONSEQUENCE;
        }
        var facts = run.ended(event);
        if (named.isBefore(own) && event.kind() == KlarnaEvent.Kind.REQUEST_COMPLETED) {
            if (event.paymentRequestId() == null || facts.told() == null) {
                // It names nothing that could be read; or the newer attempt may be paid, and there must not be two
                // payments.
                return Late.OF_NO_CONSEQUENCE;
            }
            facts = Recovery.ofOlder(
                    named,
                    event.paymentRequestId(),
                    facts.runId(),
                    facts.expiresBy(),
                    facts.payment(),
                    facts.finalIntention(),
                    facts.told());
        }
        begin(id, last, run.input(), facts, event, isPaid(last) ? "second_payment" : "late_completion");
        return Late.TAKEN;
    }

    /** Klarna tells of the payment of each checkout after its end; only one of another Payment Request is looked into. */
    private static boolean mayBeASecondPayment(WorkflowExecutionDescription paid, KlarnaEvent event) {
        var request = event.paymentRequestId();
        return event.kind() == KlarnaEvent.Kind.TRANSACTION_AUTHORIZED
                && event.paymentTransactionId() != null
                && request != null
                && !request.value().equals(paid.getTypedSearchAttributes().get(SearchAttributeKeys.PAYMENT_REQUEST_ID));
    }

    /** In one call, so that the event is in a history or it was not taken: an open run's, or a new one's. */
    private void begin(
            CheckoutId id,
            WorkflowExecutionDescription last,
            CheckoutInput input,
            Recovery facts,
            KlarnaEvent event,
            String cause) {
        stub(id, last, facts, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .signalWithStart(SIGNAL, new Object[] {event}, new Object[] {input.recovering(facts)});
        count(cause);
    }

    private Optional<WorkflowExecutionDescription> describe(CheckoutId id) {
        try {
            return Optional.of(client.newUntypedWorkflowStub(id.value()).describe())
                    .filter(run -> run.getWorkflowType().equals(WORKFLOW_TYPE));
        } catch (WorkflowNotFoundException _) {
            return Optional.empty();
        }
    }

    private static boolean wasCutOff(WorkflowExecutionDescription run) {
        return switch (run.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_TERMINATED,
                    WORKFLOW_EXECUTION_STATUS_FAILED,
                    WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> true;
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_COMPLETED,
                    WORKFLOW_EXECUTION_STATUS_CANCELED,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED -> false;
        };
    }

    private static boolean isPaid(WorkflowExecutionDescription run) {
        return CheckoutStatus.AUTHORIZED
                .name()
                .equals(run.getTypedSearchAttributes().get(SearchAttributeKeys.CHECKOUT_STATUS));
    }

    private WorkflowStub stub(
            CheckoutId id, WorkflowExecutionDescription last, Recovery facts, WorkflowIdReusePolicy reuse) {
        var memo = last.getMemo(MEMO, JsonNode.class, JsonNode.class);
        return client.newUntypedWorkflowStub(
                WORKFLOW_TYPE,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id.value())
                        .setTaskQueue(last.getTaskQueue())
                        .setWorkflowIdReusePolicy(reuse)
                        .setTypedSearchAttributes(attributes(last, facts))
                        .setMemo(memo == null ? Map.of() : Map.of(MEMO, memo))
                        .setStaticSummary(summary(last))
                        .build());
    }

    private static SearchAttributes attributes(WorkflowExecutionDescription last, Recovery facts) {
        var before = last.getTypedSearchAttributes();
        var attributes = SearchAttributes.newBuilder()
                .set(SearchAttributeKeys.CHECKOUT_STATUS, CheckoutStatus.UNCONFIRMED.name());
        // Not those that the server sets itself.
        copy(SearchAttributeKeys.MERCHANT_ID, before, attributes);
        copy(SearchAttributeKeys.CHECKOUT_REFERENCE, before, attributes);
        copy(SearchAttributeKeys.CHECKOUT_AMOUNT, before, attributes);
        copy(SearchAttributeKeys.CHECKOUT_CURRENCY, before, attributes);
        copy(SearchAttributeKeys.SESSION_EXPIRES_AT, before, attributes);
        if (isPaid(last)) {
            // A second payment; the first one's event may come again, and is no news.
            copy(SearchAttributeKeys.PAYMENT_REQUEST_ID, before, attributes);
        } else if (facts.paymentRequestId() != null) {
            attributes.set(
                    SearchAttributeKeys.PAYMENT_REQUEST_ID,
                    facts.paymentRequestId().value());
        }
        return attributes.build();
    }

    private static <T> void copy(SearchAttributeKey<T> key, SearchAttributes from, SearchAttributes.Builder to) {
        var value = from.get(key);
        if (value != null) {
            to.set(key, value);
        }
    }

    private static String summary(WorkflowExecutionDescription last) {
        var before = last.getStaticSummary();
        return RunSummary.of("Recovery: " + (before == null ? "" : before.replaceFirst("^Recovery: ", "")));
    }

    private void count(String cause) {
        meters.counter("kassa.recoveries", "cause", cause).increment();
    }
}
