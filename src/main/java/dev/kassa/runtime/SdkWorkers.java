package dev.kassa.runtime;

import io.grpc.StatusRuntimeException;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The SDK's workers. */
record SdkWorkers(WorkerFactory factory) implements TemporalLifecycle.Workers {
    /** The SDK asks Temporal once more before it starts, and may find it gone again. */
    @Override
    public boolean start() {
        try {
            factory.start();
            return true;
        } catch (StatusRuntimeException _) {
            return false;
        }
    }

    @Override
    public void rest() {
        factory.suspendPolling();
    }

    @Override
    public void goOn() {
        factory.resumePolling();
    }

    @Override
    public void stop(Duration limit) {
        factory.shutdown();
        factory.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
