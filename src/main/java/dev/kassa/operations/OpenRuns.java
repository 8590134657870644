package dev.kassa.operations;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The open runs of one kind: how many, and since when the one that has waited longest. */
final class OpenRuns {
    /** Asked of each round and status; beyond that the age is that of the oldest of these. */
    private static final int ASKED = 500;

    private static final int ASKED_AT_ONCE = 16;
    private static final Duration FOR_ALL = Duration.ofSeconds(10);

    private static final String CHECKOUTS = "WorkflowType = 'CheckoutWorkflow' AND ExecutionStatus = 'Running'";
    private static final String NOTIFICATIONS = "WorkflowType = 'NotificationWorkflow' AND ExecutionStatus = 'Running'";

    private final WorkflowClient client;
    private final Visibility visibility;

    OpenRuns(WorkflowClient client) {
        this.client = client;
        this.visibility = new Visibility(client);
    }

    long checkouts(CheckoutStatus status) {
        return visibility.count(with(status));
    }

    /** @param merchantId as configured, which has no quotes */
    long waitingCustomers(String merchantId) {
        return visibility.count(with(CheckoutStatus.AWAITING_CUSTOMER) + " AND MerchantId = '" + merchantId + "'");
    }

    long notifications() {
        return visibility.count(NOTIFICATIONS);
    }

    long notificationsOlderThan(Instant start) {
        return visibility.count(NOTIFICATIONS + " AND StartTime < '" + start + "'");
    }

    /** The longest waiting run's own word on since when; empty where there is none, or none that answers in time. */
    Optional<Instant> oldest(CheckoutStatus status) {
        var runs = visibility.list(with(status), ASKED);
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        var turns = new Semaphore(ASKED_AT_ONCE);
        long until = System.nanoTime() + FOR_ALL.toNanos();
        var askers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Instant>> answers = runs.stream()
                    .map(run -> askers.submit(() -> {
                        turns.acquire();
                        try {
                            return since(run);
                        } finally {
                            turns.release();
                        }
                    }))
                    .toList();
            return answers.stream()
                    .flatMap(answer -> value(answer, until - System.nanoTime()).stream())
                    .min(Instant::compareTo);
        } finally {
            askers.shutdownNow();
        }
    }

    private Instant since(WorkflowExecution run) {
        return client.newWorkflowStub(
                        CheckoutWorkflow.class,
                        WorkflowTargetOptions.newBuilder()
                                .setWorkflowExecution(run)
                                .build())
                .since();
    }

    /** A run that says nothing, because it has just ended or no worker is there, is left to other alerts. */
    private static Optional<Instant> value(Future<Instant> answer, long nanos) {
        try {
            return Optional.of(answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String with(CheckoutStatus status) {
        return CHECKOUTS + " AND CheckoutStatus = '" + status + "'";
    }
}
