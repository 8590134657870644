package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the storm in virtual time cannot show, because Temporal's test server forgets it: a webhook is acknowledged once the
 * server has its signal, whatever becomes of the worker that is at work on the checkout just then.
 */
@RealServer.Needed(because = "the embedded one forgets what came while a worker had a task that it never answered")
class DyingWorkerKillIT {
    private static final TaskQueue QUEUE =
            TaskQueue.newBuilder().setName("of-the-dead").build();
    private static final WorkflowExecution RUN =
            WorkflowExecution.newBuilder().setWorkflowId("waits").build();

    @Test
    void aSignalThatWasTakenWhileADyingWorkerHadTheTaskIsInTheNextOne() {
        try (var namespace = OwnNamespace.on(RealServer.target())) {
            var server = namespace.stubs().blockingStub();
            server.startWorkflowExecution(StartWorkflowExecutionRequest.newBuilder()
                    .setNamespace(namespace.name())
                    .setWorkflowId(RUN.getWorkflowId())
                    .setRequestId(UUID.randomUUID().toString())
                    .setWorkflowType(WorkflowType.newBuilder().setName("any"))
                    .setTaskQueue(QUEUE)
                    .setWorkflowTaskTimeout(Durations.fromSeconds(1))
                    .build());
            assertThat(task(server, namespace.name()).getHistory().getEventsList())
                    .as("a worker has the first task, and says nothing any more")
                    .extracting(HistoryEvent::getEventType)
                    .endsWith(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);

            server.signalWorkflowExecution(SignalWorkflowExecutionRequest.newBuilder()
                    .setNamespace(namespace.name())
                    .setWorkflowExecution(RUN)
                    .setSignalName("paymentRequestChanged")
                    .setRequestId(UUID.randomUUID().toString())
                    .build());

            assertThat(task(server, namespace.name()).getHistory().getEventsList())
                    .extracting(HistoryEvent::getEventType)
                    .containsSubsequence(
                            EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
                            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
                            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
        }
    }

    private static PollWorkflowTaskQueueResponse task(WorkflowServiceBlockingStub server, String namespace) {
        return server.withDeadlineAfter(1, TimeUnit.MINUTES)
                .pollWorkflowTaskQueue(PollWorkflowTaskQueueRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskQueue(QUEUE)
                        .setIdentity("nobody")
                        .build());
    }
}
