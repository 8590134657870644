package dev.kassa.checkout.api;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.MultiOperationExecutionFailure;
import io.temporal.api.errordetails.v1.MultiOperationExecutionFailure.OperationStatus;
import io.temporal.api.errordetails.v1.NamespaceNotActiveFailure;
import io.temporal.api.errordetails.v1.WorkflowNotReadyFailure;
import io.temporal.api.failure.v1.MultiOperationExecutionAborted;
import io.temporal.serviceclient.StatusUtils;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A real server's answer to an update whose workflow task it threw away, because a signal came while the task was about to
 * end the run: Klarna's event of the very DELETE that the update asked for. The embedded server has no such answer.
 */
final class ThrownAwayTasks implements ClientInterceptor {
    private static final Status LOST = Status.FAILED_PRECONDITION.withDescription(
            "Unable to perform workflow execution update due to unexpected workflow task failure.");

    private final AtomicReference<@Nullable Answer> next = new AtomicReference<>();

    /** The task of the next such call. */
    void next(String method) {
        next.set(new Answer(method, method.equals("ExecuteMultiOperation") ? lostAfterStart() : lost()));
    }

    /** The next such call meets an answer of the same code that is about no task: its cluster is on standby. */
    void nextOnStandby(String method) {
        next.set(new Answer(
                method,
                StatusUtils.newException(
                        Status.FAILED_PRECONDITION.withDescription(
                                "default is active in cluster: b, while current cluster a is a standby cluster."),
                        NamespaceNotActiveFailure.newBuilder()
                                .setNamespace("default")
                                .setCurrentCluster("a")
                                .setActiveCluster("b")
                                .build(),
                        NamespaceNotActiveFailure.getDescriptor())));
    }

    boolean wasOne() {
        return next.get() == null;
    }

    private static StatusRuntimeException lost() {
        return StatusUtils.newException(
                LOST, WorkflowNotReadyFailure.getDefaultInstance(), WorkflowNotReadyFailure.getDescriptor());
    }

    /** One status per operation, and the code of the one that failed for all: the update's, which found a run. */
    private static StatusRuntimeException lostAfterStart() {
        return StatusUtils.newException(
                Status.FAILED_PRECONDITION.withDescription("Update-with-Start could not be executed."),
                MultiOperationExecutionFailure.newBuilder()
                        .addStatuses(operation(
                                Status.ABORTED.withDescription("Operation was aborted."),
                                MultiOperationExecutionAborted.getDefaultInstance()))
                        .addStatuses(operation(LOST, WorkflowNotReadyFailure.getDefaultInstance()))
                        .build(),
                MultiOperationExecutionFailure.getDescriptor());
    }

    private static OperationStatus operation(Status status, Message details) {
        return OperationStatus.newBuilder()
                .setCode(status.getCode().value())
                .setMessage(String.valueOf(status.getDescription()))
                .addDetails(Any.pack(details))
                .build();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> called, CallOptions options, Channel channel) {
        var call = channel.newCall(called, options);
        var answer = next.get();
        if (answer == null
                || !answer.method().equals(called.getBareMethodName())
                || !next.compareAndSet(answer, null)) {
            return call;
        }
        return new Refused<>(call, answer.failure());
    }

    private record Answer(String method, StatusRuntimeException failure) {}

    private static final class Refused<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final StatusRuntimeException failure;

        Refused(ClientCall<Q, A> call, StatusRuntimeException failure) {
            super(call);
            this.failure = failure;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            listener.onClose(failure.getStatus(), failure.getTrailers());
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendMessage(Q message) {}

        @Override
        public void halfClose() {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}
    }
}
