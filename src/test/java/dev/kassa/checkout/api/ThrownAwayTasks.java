package dev.kassa.checkout.api;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.errordetails.v1.WorkflowNotReadyFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A real server's answer to an update whose workflow task it threw away, because a signal came while the task was about to
 * end the run: Klarna's event of the very DELETE that the update asked for. The embedded server has no such answer.
 */
final class ThrownAwayTasks implements ClientInterceptor {
    private final AtomicReference<@Nullable String> next = new AtomicReference<>();

    /** The task of the next such call. */
    void next(String method) {
        next.set(method);
    }

    boolean wasOne() {
        return next.get() == null;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> called, CallOptions options, Channel channel) {
        var call = channel.newCall(called, options);
        var method = next.get();
        boolean isIt = method != null && method.equals(called.getBareMethodName()) && next.compareAndSet(method, null);
        return isIt ? new Refused<>(call) : call;
    }

    private static final class Refused<Q, A> extends SimpleForwardingClientCall<Q, A> {
        Refused(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            var failure = StatusUtils.newException(
                    Status.FAILED_PRECONDITION.withDescription("unexpected workflow task failure"),
                    WorkflowNotReadyFailure.getDefaultInstance(),
                    WorkflowNotReadyFailure.getDescriptor());
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
