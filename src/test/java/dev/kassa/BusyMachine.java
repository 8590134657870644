package dev.kassa;

import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/** What tests allow for on a machine that others use too. */
public final class BusyMachine {
    /** The SDK takes a workflow that gets no CPU for a second for stuck; here that is no news about the workflow. */
    public static final WorkerOptions WORKER = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(Duration.ofSeconds(30).toMillis())
            .build();

    private BusyMachine() {}
}
