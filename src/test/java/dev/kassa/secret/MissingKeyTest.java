package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.base.Throwables;
import dev.kassa.BusyMachine;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rolling deploy in the wrong order: somebody already writes with a key that the worker does not have. */
class MissingKeyTest {
    private static final String QUEUE = "queue";
    private static final String DATA = "Ada Lovelace";

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

    @WorkflowInterface
    public interface Waiting {
        @WorkflowMethod
        String run(String input);

        @SignalMethod
        void told(String what);

        @UpdateMethod
        String ask(String what);
    }

    public static final class WaitingImpl implements Waiting {
        private final List<String> told = new ArrayList<>();

        @Override
        public String run(String input) {
            Workflow.await(() -> !told.isEmpty());
            return input + " " + told.getFirst();
        }

        @Override
        public void told(String what) {
            told.add(what);
        }

        @Override
        public String ask(String what) {
            return what;
        }
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void aSignalByAnUnknownKeyFailsTheTaskUntilAWorkerWithTheKeyComes() {
        WorkerFactory old = worker("k1");
        WorkflowStub run = started(client("k1"));
        await().until(() -> failedTask().isEmpty() && history().size() >= 4);
        client("k2").newUntypedWorkflowStub("chk_1").signal("told", DATA);
        await().atMost(Duration.ofSeconds(20)).until(() -> failedTask().isPresent());
        stop(old);
        assertThat(history())
                .noneMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);

        WorkerFactory renewed = worker("k1", "k2");

        assertThat(run.getResult(String.class)).isEqualTo("input " + DATA);
        assertTheFailureNamesTheKeyOnly();
        stop(renewed);
    }

    @Test
    void aRunStartedWithAnUnknownKeyWaitsForAWorkerThatHasIt() {
        WorkerFactory old = worker("k1");
        WorkflowStub run = started(client("k2"));
        run.signal("told", DATA);
        await().atMost(Duration.ofSeconds(20)).until(() -> failedTask().isPresent());
        stop(old);

        WorkerFactory renewed = worker("k1", "k2");

        assertThat(client("k2", "k1").newUntypedWorkflowStub("chk_1").getResult(String.class))
                .isEqualTo("input " + DATA);
        stop(renewed);
    }

    /** The SDK refuses an update it cannot read instead of failing the task; so it is not silent, and safe to repeat. */
    @Test
    void anUpdateByAnUnknownKeyIsRefusedToItsCallerAndLeavesTheRunUnharmed() {
        WorkerFactory worker = worker("k1");
        WorkflowStub run = started(client("k1"));

        assertThatThrownBy(
                        () -> client("k2", "k1").newUntypedWorkflowStub("chk_1").update("ask", String.class, DATA))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasStackTraceContaining("Encrypted with key 'k2', which is not in the key ring [k1].");
        assertThat(run.update("ask", String.class, DATA)).isEqualTo(DATA);
        stop(worker);
    }

    @Test
    void aClientWithoutTheKeyIsToldWhichOneIsMissing() {
        WorkerFactory worker = worker("k2");
        WorkflowStub run = started(client("k2"));
        run.signal("told", DATA);
        run.getResult(String.class);

        assertThatThrownBy(() -> client("k1").newUntypedWorkflowStub("chk_1").getResult(String.class))
                .hasRootCauseInstanceOf(UndecryptableException.class)
                .hasStackTraceContaining("Encrypted with key 'k2', which is not in the key ring [k1].");
        stop(worker);
    }

    private void assertTheFailureNamesTheKeyOnly() {
        Failure failure = failedTask().orElseThrow();
        assertThat(EncryptedDataConverter.of(TestKeys.ring("k1")).failureToException(failure))
                .hasStackTraceContaining("Encrypted with key 'k2', which is not in the key ring [k1].")
                .extracting(Throwables::getStackTraceAsString)
                .asString()
                .doesNotContain(DATA);
    }

    private Optional<Failure> failedTask() {
        return history().stream()
                .filter(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
                .map(event -> event.getWorkflowTaskFailedEventAttributes().getFailure())
                .findFirst();
    }

    private List<HistoryEvent> history() {
        return temporal.getWorkflowClient().fetchHistory("chk_1").getEvents();
    }

    private static WorkflowStub started(WorkflowClient client) {
        WorkflowStub run = client.newUntypedWorkflowStub(
                "Waiting",
                WorkflowOptions.newBuilder()
                        .setTaskQueue(QUEUE)
                        .setWorkflowId("chk_1")
                        .setWorkflowTaskTimeout(Duration.ofSeconds(1))
                        .build());
        run.start("input");
        return run;
    }

    private WorkflowClient client(String... keys) {
        return WorkflowClient.newInstance(
                temporal.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(EncryptedDataConverter.of(TestKeys.ring(keys)))
                        .build());
    }

    /** Without a cache, so that a worker that has gone keeps no sticky queue. */
    private WorkerFactory worker(String... keys) {
        WorkerFactory factory = WorkerFactory.newInstance(
                client(keys),
                WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build());
        factory.newWorker(QUEUE, BusyMachine.WORKER).registerWorkflowImplementationTypes(WaitingImpl.class);
        factory.start();
        return factory;
    }

    private static void stop(WorkerFactory factory) {
        factory.shutdownNow();
        factory.awaitTermination(10, TimeUnit.SECONDS);
    }
}
