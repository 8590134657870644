package dev.kassa.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.BusyMachine;
import dev.kassa.checkout.MerchantDeliveries.Delivery;
import dev.kassa.checkout.MerchantDeliveries.Status;
import dev.kassa.checkout.MerchantEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Histories of notifications that every change of their workflow must still replay, for a notification may be under way
 * for days.
 *
 * <p>{@code mvn test -Dtest=NotificationHistoriesTest -Dgolden.record=true} records them anew; the commit says why. They
 * are encrypted with the sample key of {@link PostOffice}.
 */
class NotificationHistoriesTest {
    private static final Path FOLDER = Path.of("src/test/resources/notification-histories");

    @RegisterExtension
    final PostOffice office = new PostOffice();

    /** A receiver that is down, an event that waits for its turn, chance in each pause, a resend in the middle. */
    @Test
    void whatIsRecordedHasEveryStep() throws IOException {
        office.isDown();
        var first = office.tell("order-1", 1, MerchantEvent.Type.UNCONFIRMED);
        var second = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.pass(Duration.ofHours(2));
        office.answers(200);
        office.notifications.resend(
                first.checkoutId(), 1, office.delivery(first).webhookId());
        office.becomes(first, NotificationHistoriesTest::isDelivered);
        office.pass(Duration.ofMinutes(5));
        office.becomes(second, NotificationHistoriesTest::isDelivered);

        for (var id : List.of(first, second)) {
            var history = office.temporal.getWorkflowClient().fetchHistory(id.workflowId());
            assertThat(history.toJson(false)).contains("notificationEnded", "deliverNotification");
            if (Boolean.getBoolean("golden.record")) {
                Files.createDirectories(FOLDER);
                Files.writeString(FOLDER.resolve(id.workflowId() + ".json"), history.toJson(true));
            }
        }
    }

    @Test
    void eachStillReplays() throws Exception {
        assertThat(recorded()).hasSize(2);
        for (var file : recorded()) {
            replay(file, NotificationWorkflowImpl.class);
        }
    }

    @Test
    void aWorkflowThatSleepsFirstDoesNotReplay() throws IOException {
        for (var file : recorded()) {
            assertThatThrownBy(() -> replay(file, SleepyWorkflow.class)).hasMessageContaining("TMPRL1100");
        }
    }

    private static void replay(Path file, Class<?> workflow) throws Exception {
        try (var later = PostOffice.environment()) {
            var worker = later.newWorker("replay", BusyMachine.WORKER);
            worker.registerWorkflowImplementationTypes(workflow);
            WorkflowReplayer.replayWorkflowExecution(read(file), worker);
        }
    }

    private static boolean isDelivered(Delivery delivery) {
        return delivery.status() == Status.DELIVERED;
    }

    private static List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    /** The test server leaves the workflow's id out of the started event, and the payloads are bound to it. */
    private static WorkflowExecutionHistory read(Path file) throws IOException {
        var name = file.getFileName().toString();
        return WorkflowExecutionHistory.fromJson(
                Files.readString(file), name.substring(0, name.length() - ".json".length()));
    }

    /** Deliberately wrong: it sleeps before it does anything. */
    public static final class SleepyWorkflow implements NotificationWorkflow {
        @Override
        public Delivery run(Notification notification) {
            Workflow.sleep(Duration.ofMinutes(1));
            throw new IllegalStateException("nothing replays this far");
        }

        @Override
        public void resend() {
            throw new IllegalStateException("never");
        }

        @Override
        public Delivery delivery() {
            throw new IllegalStateException("never");
        }
    }
}
