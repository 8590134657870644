package dev.kassa.bench;

import dev.kassa.runtime.NewNamespace;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/** One namespace of a Temporal server, seen from outside. */
final class Temporal implements Ends, AutoCloseable {
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    Temporal(String target, String namespace) {
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
    }

    /** A new namespace with the search attributes of a checkout. */
    static Temporal withNamespace(String target, String namespace) {
        var temporal = new Temporal(target, namespace);
        NewNamespace.make(temporal.stubs, target, namespace);
        return temporal;
    }

    @Override
    public void await(List<Shoppers.Paid> last) {
        for (var paid : last) {
            Awaitility.await(paid.started().id() + " ends")
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .pollDelay(Duration.ZERO)
                    .until(() -> isCompleted(paid));
        }
    }

    private boolean isCompleted(Shoppers.Paid paid) {
        return client.newUntypedWorkflowStub(paid.started().id()).describe().getStatus()
                == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
    }

    @Override
    public Map<String, Instant> of(List<Shoppers.Paid> some) {
        var ends = new HashMap<String, Instant>();
        for (var paid : some) {
            var id = paid.started().id();
            var run = client.newUntypedWorkflowStub(id).describe();
            ends.put(id, Objects.requireNonNull(run.getCloseTime(), id + " has not ended"));
        }
        return ends;
    }

    /** The types of a run's events, without their prefix. */
    List<String> events(String id) {
        return client.fetchHistory(id).getEvents().stream()
                .map(event -> event.getEventType().name().substring("EVENT_TYPE_".length()))
                .toList();
    }

    /**
     * What Temporal Cloud would charge for this run, by docs.temporal.io/cloud/actions: the start, each update, signal,
     * timer, upsert and activity one; all local activities of one workflow task together one.
     */
    int actions(String id) {
        int actions = 0;
        long markedTask = -1;
        for (var event : client.fetchHistory(id).getEvents()) {
            if (event.getEventType() == EventType.EVENT_TYPE_MARKER_RECORDED) {
                long task = event.getMarkerRecordedEventAttributes().getWorkflowTaskCompletedEventId();
                actions += task == markedTask ? 0 : 1;
                markedTask = task;
            } else {
                actions += actions(event);
            }
        }
        return actions;
    }

    private static int actions(HistoryEvent event) {
        return switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
                    EVENT_TYPE_TIMER_STARTED,
                    EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES -> 1;
            case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
                event.getActivityTaskStartedEventAttributes().getAttempt();
            default -> 0;
        };
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
