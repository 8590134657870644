package dev.kassa.checkout.client;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.kassa.checkout.client.CallFailed.Why;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.WorkflowNotReadyFailure;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;

/**
 * Calls Temporal for a bounded time. Left alone the SDK repeats a call for a minute while the server is away, and an
 * update waits for ever for a worker.
 */
final class BoundedCalls {
    /** The SDK sleeps between its tries without looking at the deadline; this much later the caller is let go anyway. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("temporal-deadlines").factory());
    private static final ExecutorService CALLS = Executors.newVirtualThreadPerTaskExecutor();

    private BoundedCalls() {}

    /** @throws CallFailed where there was no value within the limit */
    static <T> T within(Duration limit, Callable<T> call) {
        var context = Context.current().withDeadlineAfter(limit.toMillis(), MILLISECONDS, DEADLINES);
        var answer = CALLS.submit(context.wrap(call));
        try {
            return answer.get(limit.plus(GRACE).toMillis(), MILLISECONDS);
        } catch (ExecutionException failed) {
            throw meaning(requireNonNull(failed.getCause()));
        } catch (TimeoutException late) {
            throw new CallFailed(Why.LATE, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CallFailed(Why.LATE, interrupted);
        } finally {
            answer.cancel(true);
            context.cancel(null);
        }
    }

    private static RuntimeException meaning(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case WorkflowUpdateException _ -> {
                    return new CallFailed(Why.REFUSED_BY_RUN, failure);
                }
                case WorkflowFailedException _ -> {
                    return new CallFailed(Why.ENDED_WITHOUT_RESULT, failure);
                }
                case TimeoutException _, CancellationException _ -> {
                    return new CallFailed(Why.LATE, failure);
                }
                case StatusRuntimeException status -> {
                    return new CallFailed(meaning(status), failure);
                }
                default -> {}
            }
        }
        if (failure instanceof WorkflowServiceException && failure.getCause() instanceof IllegalArgumentException) {
            // Until the server has been reached once, the SDK lets all calls ask one after the other for what it can
            // do;
            // for one that had to wait too long in that queue it makes a negative timeout.
            return new CallFailed(Why.UNREACHABLE, failure);
        }
        // Not Temporal's: a payload that cannot be read, or a fault of ours.
        return failure instanceof RuntimeException ours ? ours : new IllegalStateException(failure);
    }

    private static Why meaning(StatusRuntimeException failure) {
        var code = failure.getStatus().getCode();
        if (code == Status.Code.NOT_FOUND) {
            // A namespace that is not there is the operator's fault, and says nothing of the merchant's checkout.
            return StatusUtils.hasFailure(failure, NamespaceNotFoundFailure.class) ? Why.UNREACHABLE : Why.NO_OPEN_RUN;
        }
        if (code == Status.Code.ALREADY_EXISTS) {
            return Why.ENDED_RUN_EXISTS;
        }
        if (code == Status.Code.UNIMPLEMENTED) {
            return Why.UNSUPPORTED;
        }
        if (code == Status.Code.DEADLINE_EXCEEDED || code == Status.Code.CANCELLED) {
            return Why.LATE;
        }
        return code == Status.Code.FAILED_PRECONDITION && isNotReady(failure) ? Why.NOT_READY : Why.UNREACHABLE;
    }

    /**
     * The code alone says little: a namespace on standby is answered with it too, and would be asked again for nothing.
     * Of an update that comes with a start, though, no details are left: the server answers with one status per
     * operation, and of the one that failed the SDK makes an exception of its code and message alone.
     */
    private static boolean isNotReady(StatusRuntimeException failure) {
        return StatusUtils.hasFailure(failure, WorkflowNotReadyFailure.class)
                || requireNonNull(StatusProto.fromThrowable(failure)).getDetailsCount() == 0;
    }
}
