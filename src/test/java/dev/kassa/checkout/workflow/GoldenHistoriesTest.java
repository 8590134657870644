package dev.kassa.checkout.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.BusyMachine;
import dev.kassa.checkout.Checkout;
import dev.kassa.klarna.PaymentDetails;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What was recorded still replays, and nobody who reads it learns a secret. */
class GoldenHistoriesTest {
    /** Counted by hand at each recording, so that none is lost unseen. */
    private static final int RECORDED = 111;

    private static final World WORLD = World.withoutWorker();
    private static final Worker TODAY = workerOf("today", CheckoutWorkflowImpl.class);
    private static final Worker WRONG = workerOf("wrong", ImpatientWorkflow.class);
    private static final Pattern DATA = Pattern.compile("\"data\": \"([A-Za-z0-9+/=]*)\"");
    private static final List<String> SECRETS = List.of(
            World.PERSONAL,
            "krn:payment:eu1:payment-token",
            "session-token",
            "klarna_test_api",
            "given_name",
            "purchase_reference");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void noneIsMissing() {
        assertThat(GoldenHistories.all()).hasSize(RECORDED);
    }

    @TestFactory
    Stream<DynamicTest> eachStillReplays() {
        return GoldenHistories.all().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> replay(GoldenHistories.read(file), TODAY)));
    }

    @Test
    void aWorkflowThatDoesSomethingElseFirstDoesNotReplay() {
        var history = GoldenHistories.read(GoldenHistories.all().getFirst());

        assertThatThrownBy(() -> replay(history, WRONG)).hasMessageContaining("TMPRL1100");
    }

    @TestFactory
    Stream<DynamicTest> noneHoldsASecretInTheClear() {
        return GoldenHistories.all().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(secretsIn(GoldenHistories.text(file))).isEmpty()));
    }

    @Test
    void withoutTheCodecTheSameSearchFindsThem() {
        try (var bare = World.withoutCodec()) {
            var checkout = bare.start();
            checkout.customer().approve();
            bare.deliver();
            checkout.end();

            assertThat(secretsIn(checkout.fetchHistory().toJson(true)))
                    .contains(World.PERSONAL)
                    .as("even then the webhook's token is sealed")
                    .doesNotContain("krn:payment:eu1:payment-token", "session-token");
        }
    }

    private static Worker workerOf(String taskQueue, Class<?> workflow) {
        var worker = WORLD.temporal.newWorker(taskQueue, BusyMachine.WORKER);
        worker.registerWorkflowImplementationTypes(workflow);
        return worker;
    }

    private static void replay(WorkflowExecutionHistory history, Worker worker) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(history, worker);
    }

    /** Looks at the text, and at each payload's bytes. */
    private static List<String> secretsIn(String history) {
        // Gson writes "=" as an escape.
        var bytes = DATA.matcher(history.replace("\\u003d", "="))
                .results()
                .map(match -> new String(Base64.getDecoder().decode(match.group(1)), UTF_8));
        var everything = history + String.join("\n", bytes.toList());
        return SECRETS.stream().filter(everything::contains).toList();
    }

    /** Deliberately wrong: it sleeps before it asks. */
    public static final class ImpatientWorkflow implements CheckoutWorkflow {
        @Override
        public Checkout run(CheckoutInput input) {
            Workflow.sleep(Duration.ofMinutes(1));
            throw new IllegalStateException("nothing replays this far");
        }

        @Override
        public Started awaitAuthorization(int attempt) {
            Workflow.await(() -> false);
            throw new IllegalStateException("never");
        }

        @Override
        public void checkAwaitAuthorization(int attempt) {}

        @Override
        public Checkout cancel(CancelRequest request) {
            throw new IllegalStateException("never");
        }

        @Override
        public AmendAnswer amend(AmendRequest request) {
            throw new IllegalStateException("never");
        }

        @Override
        public Checkout resolve(Resolution resolution) {
            throw new IllegalStateException("never");
        }

        @Override
        public void checkResolve(Resolution resolution) {}

        @Override
        public void paymentRequestChanged(KlarnaEvent event) {}

        @Override
        public void customerReturned() {}

        @Override
        public Checkout status() {
            throw new IllegalStateException("never");
        }

        @Override
        public Instant since() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PaymentDetails payment() {
            throw new IllegalStateException("never");
        }
    }
}
