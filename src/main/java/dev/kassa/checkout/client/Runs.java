package dev.kassa.checkout.client;

import static dev.kassa.checkout.client.BoundedCalls.within;

import dev.kassa.checkout.AmountText;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.RunSummary;
import dev.kassa.checkout.client.CallFailed.Why;
import dev.kassa.checkout.workflow.AmendAnswer;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.checkout.workflow.CancelRequest;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.checkout.workflow.Started;
import dev.kassa.klarna.PaymentDetails;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributes;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The runs of checkouts at Temporal, by the names of the contract, section 5. Every method throws {@link CallFailed}. */
final class Runs {
    private static final String TASK_QUEUE = "kassa-checkouts";
    private static final String WORKFLOW_TYPE = "CheckoutWorkflow";

    private final WorkflowClient client;

    Runs(WorkflowClient client) {
        this.client = client;
    }

    /** The latest run of a checkout; empty where there is none, or the id is another workflow's. */
    Optional<Run> find(CheckoutId id, Duration limit) {
        return describe(id.value(), limit).filter(Runs::isCheckout).map(description -> run(id, description));
    }

    /** The latest run of whatever has that id, a checkout or not. */
    Optional<WorkflowExecutionDescription> describe(String workflowId, Duration limit) {
        try {
            return Optional.of(within(
                    limit, () -> client.newUntypedWorkflowStub(workflowId).describe()));
        } catch (CallFailed failed) {
            if (failed.why() == Why.NO_OPEN_RUN) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    static boolean isCheckout(WorkflowExecutionDescription description) {
        return description.getWorkflowType().equals(WORKFLOW_TYPE);
    }

    private static Run run(CheckoutId id, WorkflowExecutionDescription description) {
        return new Run(
                id,
                description.getExecution(),
                ending(description.getStatus()),
                description.getCloseTime(),
                description.getTypedSearchAttributes(),
                (StartMemo) description.getMemo(StartMemo.KEY, StartMemo.class));
    }

    private static Run.Ending ending(WorkflowExecutionStatus status) {
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_PAUSED -> Run.Ending.OPEN;
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> Run.Ending.WITH_RESULT;
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> Run.Ending.CANCELED;
            case WORKFLOW_EXECUTION_STATUS_FAILED,
                    WORKFLOW_EXECUTION_STATUS_TERMINATED,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED -> Run.Ending.WITHOUT_RESULT;
        };
    }

    /** Starts a run, or finds the one of that attempt, and waits for the first authorize. */
    Started start(CheckoutInput input, StartMemo memo, WorkflowIdReusePolicy reuse, Duration limit) {
        int attempt = input.references().attempt();
        var update = UpdateOptions.newBuilder(Started.class)
                .setUpdateName("awaitAuthorization")
                .setUpdateId("authorize-" + attempt)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        var options = WorkflowOptions.newBuilder()
                .setWorkflowId(input.references().checkoutId().value())
                .setTaskQueue(TASK_QUEUE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(reuse)
                .setTypedSearchAttributes(attributes(input))
                .setMemo(Map.of(StartMemo.KEY, memo))
                .setStaticSummary(summary(input))
                .build();
        return toldAgainWhereLost(
                limit,
                () -> client.newUntypedWorkflowStub(WORKFLOW_TYPE, options)
                        .executeUpdateWithStart(update, new Object[] {attempt}, new Object[] {input}));
    }

    private static SearchAttributes attributes(CheckoutInput input) {
        return SearchAttributes.newBuilder()
                .set(SearchAttributeKeys.CHECKOUT_STATUS, CheckoutStatus.AUTHORIZING.name())
                .set(SearchAttributeKeys.MERCHANT_ID, input.merchantId().value())
                .set(SearchAttributeKeys.CHECKOUT_REFERENCE, SearchableText.of(input.reference()))
                .set(SearchAttributeKeys.CHECKOUT_AMOUNT, input.payment().amount())
                .set(SearchAttributeKeys.CHECKOUT_CURRENCY, input.payment().currency())
                .set(
                        SearchAttributeKeys.SESSION_EXPIRES_AT,
                        input.sessionExpiresAt().atOffset(ZoneOffset.UTC))
                .build();
    }

    private static String summary(CheckoutInput input) {
        return RunSummary.of(input.merchantId() + " " + input.reference() + " "
                + AmountText.text(input.payment().amount(), input.payment().currency()));
    }

    /** The checkout of an open or canceled run, by a query: it needs a worker. */
    Checkout status(Run run, Duration limit) {
        return within(limit, () -> stub(run).query("status", Checkout.class));
    }

    /** What is being paid, amendments included; ended runs can be asked too, as long as they ended with a result. */
    PaymentDetails payment(Run run, Duration limit) {
        return within(limit, () -> stub(run).query("payment", PaymentDetails.class));
    }

    /** The checkout of a run that ended with a result; needs no worker. */
    Checkout result(Run run, Duration limit) {
        return within(limit, () -> stub(run).getResult(limit.toMillis(), TimeUnit.MILLISECONDS, Checkout.class));
    }

    /** Waits for a run's end without a trace in its history; whether it came within the limit. */
    boolean awaitEnd(Run run, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            return false;
        }
        try {
            result(run, limit);
            return true;
        } catch (CallFailed failed) {
            return switch (failed.why()) {
                case LATE -> false;
                case ENDED_WITHOUT_RESULT -> true;
                case NO_OPEN_RUN, ENDED_RUN_EXISTS, REFUSED_BY_RUN, NOT_READY, UNSUPPORTED, UNREACHABLE -> throw failed;
            };
        }
    }

    /** Asks for a cancellation, once per attempt however often it is called, and waits for Klarna's word. */
    Checkout cancel(Run run, int attempt, @Nullable String reason, Duration limit) {
        var update = UpdateOptions.newBuilder(Checkout.class)
                .setUpdateName("cancel")
                .setUpdateId("cancel-" + attempt)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        return toldAgainWhereLost(
                limit,
                () -> stub(run)
                        .startUpdate(update, new CancelRequest(reason))
                        .getResultAsync(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .join());
    }

    /**
     * An update that has an id, once more where it was lost: news that come while a task is about to end the run have
     * Temporal throw that task away, and the update with it. Klarna's event of the DELETE that a cancel asks for is such.
     */
    private static <T> T toldAgainWhereLost(Duration limit, Callable<T> update) {
        long begun = System.nanoTime();
        try {
            return within(limit, update);
        } catch (CallFailed failed) {
            var left = limit.minusNanos(System.nanoTime() - begun);
            if (failed.why() != Why.NOT_READY || !left.isPositive()) {
                throw failed;
            }
            return within(left, update);
        }
    }

    /** Asks for a change and waits for Klarna's word on it; each call is an update of its own. */
    AmendAnswer amend(Run run, AmendRequest wish, Duration limit) {
        var update = UpdateOptions.newBuilder(AmendAnswer.class)
                .setUpdateName("amend")
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        return within(
                limit,
                () -> stub(run)
                        .startUpdate(update, wish)
                        .getResultAsync(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .join());
    }

    void customerReturned(Run run, Duration limit) {
        within(limit, () -> {
            stub(run).signal("customerReturned");
            return run;
        });
    }

    /** What the run was told at its start, from its first event: known of a terminated run too. */
    CheckoutInput input(Run run, Duration limit) {
        var execution = run.execution();
        var first = within(
                limit,
                () -> client.streamHistory(execution.getWorkflowId(), execution.getRunId())
                        .findFirst()
                        .orElseThrow());
        var context = new WorkflowSerializationContext(client.getOptions().getNamespace(), execution.getWorkflowId());
        var converter = client.getOptions().getDataConverter().withContext(context);
        var arguments = first.getWorkflowExecutionStartedEventAttributes().getInput();
        return converter.fromPayloads(0, Optional.of(arguments), CheckoutInput.class, CheckoutInput.class);
    }

    /** Exactly that run: a restart must not answer for the attempt before it. */
    private WorkflowStub stub(Run run) {
        return client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                .setWorkflowExecution(run.execution())
                .build());
    }
}
