package dev.kassa.runtime;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.UUID;

/** A namespace for one test class on a real server: no other worker takes its tasks, no other run is in its lists. */
public final class OwnNamespace implements AutoCloseable {
    private final String name = "kill-" + UUID.randomUUID();
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    private OwnNamespace(String target) {
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        client = WorkflowClient.newInstance(
                stubs, WorkflowClientOptions.newBuilder().setNamespace(name).build());
    }

    /** A new one on the server at {@code host:port}. */
    public static OwnNamespace on(String target) {
        var own = new OwnNamespace(target);
        NewNamespace.make(own.stubs, target, own.name);
        return own;
    }

    /** How the server knows it. */
    public String name() {
        return name;
    }

    /** Reads and writes what the server holds, as it is: without Kassa's codec. */
    public WorkflowClient client() {
        return client;
    }

    /** What the client's calls are made of, for whoever plays a worker. */
    WorkflowServiceStubs stubs() {
        return stubs;
    }

    /** Workflow tasks that a worker had begun and never finished: the places where it was killed. */
    long tasksThatDied(String workflowId) {
        return client.fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT)
                .filter(event -> event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType()
                        == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE)
                .count();
    }

    /** Workflow tasks whose commands the server did not take, because news had come meanwhile. */
    long tasksThrownAway(String workflowId) {
        return client.fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
                .filter(event -> event.getWorkflowTaskFailedEventAttributes().getCause()
                        == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
                .count();
    }

    /** As an operator does in the UI. */
    public void terminate(String workflowId) {
        client.newUntypedWorkflowStub(workflowId).terminate("by hand");
    }

    /** As an operator does in the UI, too. */
    public void requestCancellation(String workflowId) {
        client.newUntypedWorkflowStub(workflowId).cancel();
    }

    /** As the UI does it: all that came from outside since is done again. */
    void resetToItsFirstTask(String workflowId) {
        var first = client.fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow();
        stubs.blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(name)
                        .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .setWorkflowTaskFinishEventId(first.getEventId())
                        .setRequestId(UUID.randomUUID().toString())
                        .setReason("by hand")
                        .build());
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
