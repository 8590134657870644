package dev.kassa.runtime;

import com.google.protobuf.util.Durations;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A namespace for one test class on a real server: no other worker takes its tasks, no other run is in its lists. */
final class OwnNamespace implements AutoCloseable {
    private final String name = "kill-" + UUID.randomUUID();
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    private OwnNamespace(String target) {
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        client = WorkflowClient.newInstance(
                stubs, WorkflowClientOptions.newBuilder().setNamespace(name).build());
    }

    static OwnNamespace on(String target) {
        var own = new OwnNamespace(target);
        own.stubs
                .blockingStub()
                .registerNamespace(RegisterNamespaceRequest.newBuilder()
                        .setNamespace(own.name)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromDays(30))
                        .build());
        own.addSearchAttributes(target);
        return own;
    }

    private void addSearchAttributes(String target) {
        var keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
        var attributes = AddSearchAttributesRequest.newBuilder()
                .setNamespace(name)
                .putAllSearchAttributes(Map.of(
                        "CheckoutStatus", keyword,
                        "MerchantId", keyword,
                        "CheckoutReference", keyword,
                        "CheckoutCurrency", keyword,
                        "PaymentRequestId", keyword,
                        "CheckoutAmount", IndexedValueType.INDEXED_VALUE_TYPE_INT,
                        "SessionExpiresAt", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME))
                .build();
        var operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(target).validateAndBuildWithDefaults());
        try {
            // The server knows a new namespace only after a while.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreException(StatusRuntimeException.class)
                    .until(() -> operator.blockingStub()
                            .addSearchAttributes(attributes)
                            .isInitialized());
        } finally {
            operator.shutdownNow();
        }
        awaitSearchAttributes(attributes.getSearchAttributesMap().keySet());
    }

    /** They were taken, but a start that has one is refused until the server has them in its cache. */
    private void awaitSearchAttributes(Set<String> names) {
        var query = names.stream().map(attribute -> attribute + " IS NULL").collect(Collectors.joining(" AND "));
        var count = CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(name)
                .setQuery(query)
                .build();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreException(StatusRuntimeException.class)
                .until(() -> stubs.blockingStub().countWorkflowExecutions(count).isInitialized());
    }

    String name() {
        return name;
    }

    /** Reads and writes what the server holds, as it is: without Kassa's codec. */
    WorkflowClient client() {
        return client;
    }

    /** Workflow tasks that a worker had begun and never finished: the places where it was killed. */
    long tasksThatDied(String workflowId) {
        return client.fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT)
                .filter(event -> event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType()
                        == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE)
                .count();
    }

    /** As an operator does in the UI. */
    void terminate(String workflowId) {
        client.newUntypedWorkflowStub(workflowId).terminate("by hand");
    }

    void requestCancellation(String workflowId) {
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
