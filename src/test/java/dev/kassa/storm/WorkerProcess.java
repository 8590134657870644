package dev.kassa.storm;

import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.checkout.workflow.CheckoutWorkflowImpl;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a process with the worker role has, wired as there; it can be killed. */
final class WorkerProcess implements AutoCloseable {
    private static final String TASK_QUEUE = "kassa-checkouts";
    /** All runs of a storm stay cached: read anew for each task a long history would cost more than all else. */
    private static final int CACHED_RUNS = 50_000;

    private static final int POLLERS = 8;

    final Line line;
    private final WorkflowServiceStubs stubs;
    private final WorkerFactory factory;

    /** @param runs is told of every run that there is a task of: its id, and its checkout's */
    WorkerProcess(StormTemporal temporal, CheckoutActivities activities, Map<String, String> runs) {
        line = new Line(runs);
        stubs = temporal.stubs(line);
        factory = WorkerFactory.newInstance(
                temporal.client(stubs),
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(CACHED_RUNS)
                        .setMaxWorkflowThreadCount(4 * CACHED_RUNS)
                        .setUsingVirtualWorkflowThreads(true)
                        .build());
        var worker = factory.newWorker(
                TASK_QUEUE,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(true)
                        .setDefaultDeadlockDetectionTimeout(
                                Duration.ofSeconds(30).toMillis())
                        .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                        .setMaxConcurrentActivityTaskPollers(POLLERS)
                        .setMaxConcurrentWorkflowTaskExecutionSize(1_000)
                        .setMaxConcurrentActivityExecutionSize(1_000)
                        .setMaxConcurrentLocalActivityExecutionSize(1_000)
                        .build());
        worker.registerWorkflowImplementationTypes(CheckoutWorkflowImpl.class);
        worker.registerActivitiesImplementations(activities);
        factory.start();
    }

    /** As SIGKILL does: Temporal hears nothing more of it, and what it was at is left where it was. */
    @Override
    public void close() {
        line.cut();
        factory.shutdownNow();
        stubs.shutdownNow();
    }

    /** At the end of all: nobody is to log anything after this. */
    void awaitEnd() {
        factory.awaitTermination(5, TimeUnit.SECONDS);
    }
}
