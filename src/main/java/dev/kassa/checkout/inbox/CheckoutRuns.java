package dev.kassa.checkout.inbox;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.webhook.NotDurableException;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The runs of checkouts, as far as a notification has to reach them, each call within a bounded time. */
public final class CheckoutRuns implements AutoCloseable {
    /** A look-up, a signal and a recovery, and the echo's pause of a second, stay below the 9 s that a sink may take. */
    private static final Duration LONGEST_CALL = Duration.ofMillis(2_600);

    /** What may stand between quotes in a query; Klarna's ids do. */
    private static final Pattern QUOTABLE = Pattern.compile("[^'\"\\\\\\p{Cntrl}]{1,512}");

    private final WorkflowClient client;
    private final Recoveries recoveries;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("inbox-deadlines").factory());

    public CheckoutRuns(WorkflowClient client, Recoveries recoveries) {
        this.client = client;
        this.recoveries = recoveries;
    }

    /** Where a signal went. */
    enum Delivery {
        DURABLE,
        /** The run has ended; a recovery run has it, so it is as durable. */
        RECOVERED,
        /** The run has ended and was paid: Klarna confirms what is known. */
        PAID,
        /** The run has ended otherwise, and it tells of no money, or of none that is news. */
        ENDED,
        /** There never was one, or Temporal has forgotten it. */
        UNKNOWN
    }

    Delivery signal(CheckoutId id, KlarnaEvent event) throws NotDurableException {
        boolean taken = within(() -> {
            try {
                client.newWorkflowStub(CheckoutWorkflow.class, id.value()).paymentRequestChanged(event);
                return true;
            } catch (WorkflowNotFoundException notOpen) {
                requireNamespace(notOpen);
                return false;
            }
        });
        return taken ? Delivery.DURABLE : recover(id, event);
    }

    private Delivery recover(CheckoutId id, KlarnaEvent event) throws NotDurableException {
        return switch (within(() -> recoveries.recover(id, event))) {
            case TAKEN -> Delivery.RECOVERED;
            case PAID -> Delivery.PAID;
            case OF_NO_CONSEQUENCE -> Delivery.ENDED;
            case UNKNOWN -> Delivery.UNKNOWN;
        };
    }

    /** Temporal says "not found" of a closed run, of an unknown one and of a namespace that is not there. */
    private static void requireNamespace(WorkflowNotFoundException notOpen) {
        if (notOpen.getCause() instanceof StatusRuntimeException status
                && StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class)) {
            throw notOpen;
        }
    }

    /** The checkout whose Payment Request that is; needs a server with visibility. */
    Optional<CheckoutId> find(PaymentRequestId id) throws NotDurableException {
        if (!QUOTABLE.matcher(id.value()).matches()) {
            return Optional.empty();
        }
        String query = SearchAttributeKeys.PAYMENT_REQUEST_ID.getName() + " = '" + id.value() + "'";
        return within(() -> {
            try (var found = client.listExecutions(query)) {
                return found.findFirst()
                        .flatMap(run -> CheckoutId.parse(run.getExecution().getWorkflowId()));
            }
        });
    }

    private <T> T within(Callable<T> call) throws NotDurableException {
        var context = Context.current().withDeadlineAfter(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS, deadlines);
        var answer = calls.submit(context.wrap(call));
        try {
            // The SDK sleeps between its tries without looking at the deadline; nobody waits for that here.
            return answer.get(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new NotDurableException("Temporal did not take it", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotDurableException("this process is stopping", interrupted);
        } finally {
            answer.cancel(true);
            context.cancel(null);
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        deadlines.shutdownNow();
    }
}
