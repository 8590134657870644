package dev.kassa.secret;

import static dev.kassa.secret.EveryFeature.PRIVATE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import dev.kassa.BusyMachine;
import dev.kassa.secret.EveryFeature.Note;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EncryptedHistoryTest {
    private static final String QUEUE = "queue";

    private final TestWorkflowEnvironment temporal = environment();

    @BeforeEach
    void startWorker() {
        var worker = temporal.newWorker(QUEUE, BusyMachine.WORKER);
        worker.registerWorkflowImplementationTypes(EveryFeature.Impl.class, EveryFeature.ChildImpl.class);
        worker.registerActivitiesImplementations(new EveryFeature.WorkImpl());
        temporal.start();
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void everyPayloadOfAHistoryIsEncryptedForItsWorkflow() {
        WorkflowStub run = started("chk_1");
        run.update("change", Note.class, Note.of("update-input"));
        run.signal("noted", Note.order("end"));
        assertThat(run.getResult(Note.class)).isEqualTo(Note.of("result"));

        List<PlacedPayload> payloads = PlacedPayload.in(history("chk_1").getHistory());

        assertThat(payloads.stream().filter(p -> !p.isEncrypted())).allMatch(PlacedPayload::isBookkeepingOfTheSdk);
        assertThat(payloads.stream().filter(PlacedPayload::isEncrypted))
                .hasSizeGreaterThan(25)
                .allSatisfy(payload -> {
                    assertThat(payload.namespace()).isEqualTo("default");
                    assertThat(payload.workflowId()).isEqualTo(isForTheChild(payload) ? "child-of-chk_1" : "chk_1");
                });
        assertNothingPrivate(history("chk_1").getHistory());
        assertNothingPrivate(history("child-of-chk_1").getHistory());
    }

    @Test
    void aRunThatGoesOnAsNewReadsItsOwnInput() {
        WorkflowStub run = started("chk_1");
        run.signal("noted", Note.order("continue"));
        WorkflowStub next = temporal.getWorkflowClient().newUntypedWorkflowStub("chk_1");
        await().until(() -> !history("chk_1")
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId()
                .isEmpty());
        next.signal("noted", Note.order("end"));

        assertThat(next.getResult(Note.class)).isEqualTo(Note.of("result"));
        assertNothingPrivate(history("chk_1").getHistory());
    }

    @Test
    void messageAndStackTraceOfAFailureAreEncryptedAndComeBack() {
        WorkflowStub run = started("chk_1");
        run.signal("noted", Note.order("fail"));

        assertThatThrownBy(() -> run.getResult(Note.class))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getOriginalMessage()).isEqualTo(PRIVATE + "run-failed");
                    assertThat(failure.getDetails().get(Note.class)).isEqualTo(Note.of("run-detail"));
                });
        Failure failure = history("chk_1")
                .getLastEvent()
                .getWorkflowExecutionFailedEventAttributes()
                .getFailure();
        assertThat(failure.getMessage()).isEqualTo("Encoded failure");
        assertThat(failure.getStackTrace()).isEmpty();
        assertThat(EncryptedDataConverter.of(TestKeys.ring("k1"))
                        .failureToException(failure)
                        .getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(EveryFeature.Impl.class.getName()));
        assertNothingPrivate(history("chk_1").getHistory());
    }

    @Test
    void whatAWaitingActivityShowsIsEncrypted() {
        WorkflowStub run = started("chk_1");
        run.signal("noted", Note.order("retry"));
        await().until(() -> pending(run).stream().anyMatch(PendingActivityInfo::hasLastFailure));
        PendingActivityInfo activity = pending(run).getFirst();

        assertThat(PlacedPayload.in(activity)).extracting(PlacedPayload::place).contains("/heartbeat_details/payloads");
        assertThat(PlacedPayload.in(activity))
                .allMatch(p -> p.isEncrypted() && p.workflowId().equals("chk_1"));
        assertNothingPrivate(activity);

        run.terminate("no reason", Note.of("termination-detail"));
        assertNothingPrivate(history("chk_1").getHistory());
    }

    @Test
    void memoSummaryQueriesAndRefusalsReachTheClientInTheClear() {
        WorkflowStub run = started("chk_1");

        assertThat(run.describe().getStaticSummary()).isEqualTo(PRIVATE + "summary");
        assertThat(run.describe().getStaticDetails()).isEqualTo(PRIVATE + "details");
        assertThat(run.describe().getMemo("started", String.class)).isEqualTo(PRIVATE + "memo");
        assertThat(run.query("look", Note.class, Note.of("query-input"))).isEqualTo(Note.of("query-result"));
        assertThatThrownBy(() -> run.update("change", Note.class, Note.order("refuse")))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasRootCauseMessage("message='" + PRIVATE
                        + "update-refused', type='java.lang.IllegalArgumentException', nonRetryable=false");
        assertNothingPrivate(run.describe().getRawDescription());
    }

    @Test
    void anOperatorsPlainSignalIsAccepted() {
        WorkflowStub run = started("chk_1");
        var operator = WorkflowClient.newInstance(temporal.getWorkflowServiceStubs());
        operator.newUntypedWorkflowStub("chk_1").signal("noted", Map.of("text", "by hand", "order", "end"));

        assertThat(run.getResult(Note.class)).isEqualTo(Note.of("result"));
    }

    @Test
    void aKeptHistoryReplaysWithTheSameKeyAndWorkflowId() throws Exception {
        WorkflowStub run = started("chk_1");
        run.signal("noted", Note.order("end"));
        run.getResult(Note.class);
        String kept = history("chk_1").toJson(true);

        try (TestWorkflowEnvironment later = environment()) {
            var history = WorkflowExecutionHistory.fromJson(kept, "chk_1");
            WorkflowReplayer.replayWorkflowExecution(history, later, EveryFeature.Impl.class);
        }
        try (TestWorkflowEnvironment later = environment()) {
            var history = WorkflowExecutionHistory.fromJson(kept, "chk_2");
            assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, later, EveryFeature.Impl.class))
                    .hasStackTraceContaining("A payload in workflow 'chk_2' is one of another.");
        }
    }

    private static void assertNothingPrivate(Message message) {
        assertThat(new String(message.toByteArray(), ISO_8859_1)).doesNotContain(PRIVATE);
    }

    /** What a history holds of another workflow is bound to that one: it is read there, or was written there. */
    private static boolean isForTheChild(PlacedPayload payload) {
        return payload.place().contains("child_workflow_execution")
                || payload.place().contains("signal_external_workflow_execution");
    }

    private static List<PendingActivityInfo> pending(WorkflowStub run) {
        return run.describe().getRawDescription().getPendingActivitiesList();
    }

    private WorkflowStub started(String id) {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "EveryFeature",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(QUEUE)
                                .setWorkflowId(id)
                                .setStaticSummary(PRIVATE + "summary")
                                .setStaticDetails(PRIVATE + "details")
                                .setMemo(Map.of("started", PRIVATE + "memo"))
                                .build());
        run.start(Note.of("input"));
        return run;
    }

    private WorkflowExecutionHistory history(String id) {
        return temporal.getWorkflowClient().fetchHistory(id);
    }

    private static TestWorkflowEnvironment environment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(EncryptedDataConverter.of(TestKeys.ring("k1")))
                        .build())
                .build());
    }
}
