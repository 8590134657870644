package dev.kassa.notification;

import dev.kassa.merchant.Receiver;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** What a process needs to deliver notifications; its slots are its own, so that slow receivers starve no checkout. */
public final class NotificationWorker implements AutoCloseable {
    /** Twenty merchants whose receivers all hang leave places for others; a try holds its place for 15 s at most. */
    private static final int TRIES_AT_ONCE = 500;

    private final HttpPost post;
    private final Postman postman;

    /**
     * @param receivers a merchant's present one, by the merchant's id; asked before each try
     * @param anyAddress whether private addresses are allowed, {@code kassa.notification.allow-private-addresses}
     */
    public NotificationWorker(
            WorkflowClient client,
            Function<String, Optional<Receiver>> receivers,
            boolean anyAddress,
            MeterRegistry meters,
            InstantSource clock) {
        post = anyAddress
                ? HttpPost.toAnyAddress(HttpPost.Limits.USUAL, TRIES_AT_ONCE)
                : HttpPost.toPublicAddresses(TRIES_AT_ONCE);
        postman = new Postman(client, receivers, post, meters, clock);
    }

    /**
     * Adds the worker to those of the process.
     *
     * @param common what all workers of the process have in common
     */
    public void joins(WorkerFactory factory, WorkerOptions common) {
        var options = WorkerOptions.newBuilder(common)
                .setMaxConcurrentActivityExecutionSize(TRIES_AT_ONCE)
                .build();
        register(factory.newWorker(Notifications.TASK_QUEUE, options), postman);
    }

    static void register(Worker worker, NotificationActivities activities) {
        worker.registerWorkflowImplementationTypes(NotificationWorkflowImpl.class);
        worker.registerActivitiesImplementations(activities);
    }

    @Override
    public void close() throws IOException {
        post.close();
    }
}
