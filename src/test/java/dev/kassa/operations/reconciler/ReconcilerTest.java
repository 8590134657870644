package dev.kassa.operations.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passes over lists of ended runs; that the schedule itself does what it should is seen on a real server. */
@Timeout(60)
class ReconcilerTest {
    private static final String QUEUE = "kassa-operations";
    private static final Path GOLDEN = Path.of("src/test/resources/reconciler-histories/one-pass.json");
    private static final KeyRing RING = new KeyRing(List.of(
            new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(StandardCharsets.US_ASCII))));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<WorkflowExecutionMetadata> ended = new ArrayList<>();
    private TestWorkflowEnvironment temporal;
    private Recoveries recoveries;
    private Worker today;
    private Worker wrong;

    @BeforeEach
    void startTemporal() {
        var options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(EncryptedDataConverter.of(RING))
                        .build());
        for (var key : List.of(SearchAttributeKeys.CHECKOUT_STATUS, SearchAttributeKeys.PAYMENT_REQUEST_ID)) {
            options.registerSearchAttribute(key.getName(), key.getValueType());
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        recoveries = new Recoveries(temporal.getWorkflowClient(), meters);
        today = workerOf(QUEUE, ReconcilerWorkflowImpl.class);
        workerOf("fresh", ReconcilerWorkflowImpl.class);
        wrong = workerOf("wrong", SleepyReconciler.class);
        temporal.start();
    }

    @AfterEach
    void stopTemporal() {
        temporal.close();
    }

    @Test
    void eachRunThatWasCutOffIsRecoveredOnceHoweverOftenItIsListed() {
        var one = cutOff("one", input("one"));
        var two = cutOff("two", input("two"));

        assertThat(pass("first")).isEqualTo(new Pass(2, 2, 0, false));
        assertThat(pass("second")).isEqualTo(new Pass(0, 0, 0, false));

        assertThat(Stream.of(one, two).map(run -> run.describe().getStatus()))
                .containsOnly(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        assertThat(meters.counter("kassa.recoveries", "cause", "run_ended").count())
                .isEqualTo(2);
    }

    @Test
    void aProcessThatKnowsNothingYetRecoversNoneForTheSecondTime() {
        cutOff("one", input("one"));
        pass("first");

        assertThat(pass("second", "fresh")).isEqualTo(new Pass(1, 0, 0, false));
    }

    @Test
    void oneThatCannotBeReadKeepsNoOtherFromBeingRecoveredAndIsTriedAgain() {
        cutOff("unreadable", "nothing like an input");
        cutOff("one", input("one"));

        assertThat(pass("first")).isEqualTo(new Pass(2, 1, 1, false));
        assertThat(pass("second")).isEqualTo(new Pass(1, 0, 1, false));
    }

    @Test
    void onePassTakesFiveHundredAndSaysThatThereAreMore() {
        var settled = cutOff("one", input("one")).describe();
        for (int i = 1; i <= 500; i++) {
            ended.add(WithRunId.of(settled, "run-" + i));
        }

        assertThat(pass("first").more()).isTrue();
        assertThat(pass("second")).isEqualTo(new Pass(1, 0, 0, false));
    }

    @Test
    void aServerWithoutSchedulesIsSaidToHaveNone() {
        var reconciler = new Reconciler(temporal.getWorkflowClient(), recoveries, meters, Duration.ofMinutes(5));

        assertThat(reconciler.schedule()).isEqualTo(Reconciler.State.OFF);

        assertThat(reconciler.health().getDetails())
                .containsEntry("state", "off: this Temporal server has no schedules")
                .containsEntry("every", "PT5M");
    }

    @Test
    void aPassThatWasRecordedStillReplays() throws Exception {
        if (Boolean.getBoolean("golden.record")) {
            record();
        }
        var history = WorkflowExecutionHistory.fromJson(Files.readString(GOLDEN), "kassa-reconciler-golden");

        WorkflowReplayer.replayWorkflowExecution(history, today);
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, wrong))
                .hasMessageContaining("TMPRL1100");
    }

    private void record() throws IOException {
        cutOff("one", input("one"));
        pass("golden");
        Files.createDirectories(GOLDEN.getParent());
        Files.writeString(
                GOLDEN,
                temporal.getWorkflowClient()
                        .fetchHistory("kassa-reconciler-golden")
                        .toJson(true));
    }

    /** Deliberately wrong. */
    public static final class SleepyReconciler implements ReconcilerWorkflow {
        @Override
        public Pass run() {
            Workflow.sleep(Duration.ofMinutes(1));
            return new Pass(0, 0, 0, false);
        }
    }

    private Worker workerOf(String queue, Class<?> workflow) {
        var worker = temporal.newWorker(queue);
        worker.registerWorkflowImplementationTypes(workflow);
        worker.registerActivitiesImplementations(new EndedRuns(ended::stream, recoveries, meters));
        return worker;
    }

    private Pass pass(String name) {
        return pass(name, QUEUE);
    }

    private Pass pass(String name, String queue) {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        ReconcilerWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("kassa-reconciler-" + name)
                                .setTaskQueue(queue)
                                .build())
                .run();
    }

    /** A run that nobody took up and that was terminated. */
    private WorkflowStub cutOff(String reference, Object input) {
        var client = temporal.getWorkflowClient();
        var id = references(reference).checkoutId().value();
        var stub = client.newUntypedWorkflowStub(
                "CheckoutWorkflow",
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue("nobody")
                        .build());
        stub.start(input);
        stub.terminate("by hand");
        ended.add(stub.describe());
        return client.newUntypedWorkflowStub(id);
    }

    private static AttemptReferences references(String reference) {
        return new AttemptReferences(CheckoutId.of(new MerchantId("acme"), reference), "b1", 1);
    }

    private static CheckoutInput input(String reference) {
        var begun = Instant.parse("2026-03-02T09:00:00Z");
        return new CheckoutInput(
                references(reference),
                new MerchantId("acme"),
                new PartnerAccountId("krn:account"),
                reference,
                new PaymentDetails(11836, "EUR", Capture.LATER, null, null, null, null, null),
                new StepUpConfig(
                        references(reference).paymentRequestReference(),
                        InteractionMethod.HANDOVER,
                        null,
                        null,
                        new InteractionExpiry("PT1H", null)),
                null,
                begun,
                begun.plus(Duration.ofMinutes(30)),
                Duration.ofMinutes(3),
                false,
                null);
    }

    /** The same checkout's run by another run id, as visibility would list it. */
    private static final class WithRunId {
        private WithRunId() {}

        static WorkflowExecutionMetadata of(WorkflowExecutionMetadata run, String runId) {
            var info = run.getWorkflowExecutionInfo();
            return new WorkflowExecutionMetadata(
                    info.toBuilder()
                            .setExecution(info.getExecution().toBuilder().setRunId(runId))
                            .build(),
                    EncryptedDataConverter.of(RING));
        }
    }
}
