package dev.kassa.storm;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One process's connection to Temporal. When it is cut, at once or at the n-th thing that the process tells Temporal, it is
 * as if the process was killed: what was not told never will be, and what was told is not answered.
 */
final class Line implements ClientInterceptor {
    /** Of all workers: a real server gives up a dead worker's own queue after seconds, the test server never. */
    private static final String STICKY_QUEUE = "storm-sticky";

    private static final Status DEAD = Status.PERMISSION_DENIED.withDescription("this process was killed");

    /** What tells Temporal something that a kill may lose. */
    private static final Set<String> TELLING = Set.of(
            "RespondWorkflowTaskCompleted",
            "RespondActivityTaskCompleted",
            "RespondActivityTaskFailed",
            "SignalWorkflowExecution",
            "SignalWithStartWorkflowExecution",
            "StartWorkflowExecution",
            "ExecuteMultiOperation",
            "UpdateWorkflowExecution");

    /** These wait at Temporal for something to happen, not for the machine. */
    private static final Set<String> WAITING = Set.of(
            "PollWorkflowTaskQueue",
            "PollActivityTaskQueue",
            "PollNexusTaskQueue",
            "ExecuteMultiOperation",
            "UpdateWorkflowExecution",
            "PollWorkflowExecutionUpdate",
            "GetWorkflowExecutionHistory");

    private final Map<String, String> runs;
    private final Set<ByteString> tasks = ConcurrentHashMap.newKeySet();
    private final Set<ClientCall<?, ?>> calls = ConcurrentHashMap.newKeySet();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger untilCut = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean tellsTheLast;
    private volatile boolean isCut;

    /** @param runs is told of every run that there is a task of: its id, and its checkout's */
    Line(Map<String, String> runs) {
        this.runs = runs;
    }

    /**
     * Cuts it at the n-th thing that is told from now on.
     *
     * @param told whether Temporal still hears that one
     */
    void cutAt(int nth, boolean told) {
        tellsTheLast = told;
        untilCut.set(nth);
    }

    void cut() {
        isCut = true;
        calls.forEach(Line::abandon);
        calls.clear();
        tasks.clear();
    }

    private static void abandon(ClientCall<?, ?> call) {
        try {
            call.cancel("this process was killed", null);
        } catch (RuntimeException _) {
            // The transport within a process does not bear it of a call that is just beginning; that one ends all the
            // same.
        }
    }

    boolean isCut() {
        return isCut;
    }

    /** Whether it has no task and no call that Temporal answers at once. */
    boolean isIdle() {
        return busy.get() == 0 && tasks.isEmpty();
    }

    /** Calls that wait at Temporal for something to happen. */
    int waiting() {
        return waiting.get();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        var name = String.valueOf(method.getBareMethodName());
        return new Call<>(
                next.newCall(method, options), TELLING.contains(name), WAITING.contains(name) ? waiting : busy);
    }

    private final class Call<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final boolean tells;
        private final AtomicInteger counted;
        private boolean isOpen;
        private volatile boolean isLast;

        Call(ClientCall<Q, A> call, boolean tells, AtomicInteger counted) {
            super(call);
            this.tells = tells;
            this.counted = counted;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            if (isCut) {
                listener.onClose(DEAD, new Metadata());
                return;
            }
            isOpen = true;
            calls.add(this);
            counted.incrementAndGet();
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onMessage(A message) {
                            known(message);
                            if (isLast) {
                                cut();
                            }
                            if (!isCut) {
                                taken(message);
                                super.onMessage(message);
                            }
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            calls.remove(Call.this);
                            counted.decrementAndGet();
                            super.onClose(isCut ? DEAD : status, trailers);
                        }
                    },
                    headers);
        }

        @Override
        public void sendMessage(Q message) {
            if (!isOpen || isCut) {
                return;
            }
            if (tells && untilCut.decrementAndGet() == 0) {
                if (!tellsTheLast) {
                    cut();
                    return;
                }
                isLast = true;
            }
            answered(message);
            super.sendMessage(onTheCommonQueue(message));
        }

        @Override
        public void request(int messages) {
            if (isOpen) {
                super.request(messages);
            }
        }

        @Override
        public void halfClose() {
            if (isOpen && !isCut) {
                super.halfClose();
            }
        }
    }

    private void known(Object answer) {
        if (answer instanceof PollWorkflowTaskQueueResponse task && task.hasWorkflowExecution()) {
            var run = task.getWorkflowExecution();
            runs.putIfAbsent(run.getRunId(), run.getWorkflowId());
        }
    }

    private void taken(Object answer) {
        var token = switch (answer) {
            case PollWorkflowTaskQueueResponse task -> task.getTaskToken();
            case PollActivityTaskQueueResponse task -> task.getTaskToken();
            default -> ByteString.EMPTY;
        };
        if (!token.isEmpty()) {
            tasks.add(token);
        }
    }

    private void answered(Object request) {
        var token = switch (request) {
            case RespondWorkflowTaskCompletedRequest done -> done.getTaskToken();
            case RespondWorkflowTaskFailedRequest failed -> failed.getTaskToken();
            case RespondQueryTaskCompletedRequest told -> told.getTaskToken();
            case RespondActivityTaskCompletedRequest done -> done.getTaskToken();
            case RespondActivityTaskFailedRequest failed -> failed.getTaskToken();
            case RespondActivityTaskCanceledRequest canceled -> canceled.getTaskToken();
            default -> ByteString.EMPTY;
        };
        tasks.remove(token);
    }

    @SuppressWarnings("unchecked")
    private static <Q> Q onTheCommonQueue(Q request) {
        return switch (request) {
            case PollWorkflowTaskQueueRequest poll
            when poll.getTaskQueue().getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY ->
                (Q) poll.toBuilder().setTaskQueue(common(poll.getTaskQueue())).build();
            case RespondWorkflowTaskCompletedRequest done
            when done.hasStickyAttributes() -> {
                var sticky = done.getStickyAttributes();
                yield (Q) done.toBuilder()
                        .setStickyAttributes(sticky.toBuilder().setWorkerTaskQueue(common(sticky.getWorkerTaskQueue())))
                        .build();
            }
            default -> request;
        };
    }

    private static TaskQueue common(TaskQueue own) {
        return own.toBuilder().setName(STICKY_QUEUE).build();
    }
}
