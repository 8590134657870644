package dev.kassa.runtime;

import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workers of the embedded profile, which a visitor may stop as a crash would, in the middle of whatever they are at,
 * and start again. Workers of the SDK that were stopped cannot be started: others take their place.
 */
final class StoppableWorkers implements TemporalLifecycle.Workers {
    private final Supplier<WorkerFactory> factories;
    private @Nullable SdkWorkers present;
    private boolean stopped;

    /** @param factories makes a new one each time */
    StoppableWorkers(Supplier<WorkerFactory> factories) {
        this.factories = factories;
    }

    @Override
    public synchronized boolean start() {
        if (present == null) {
            present = new SdkWorkers(factories.get());
        }
        return present.start();
    }

    /** Stops them at once, whatever they are at. */
    synchronized void crash() {
        stopped = true;
        if (present != null) {
            present.factory().shutdownNow();
            present = null;
        }
    }

    /** Starts others, if they were stopped. */
    synchronized void startAnew() {
        if (stopped && start()) {
            stopped = false;
        }
    }

    synchronized boolean areStopped() {
        return stopped;
    }

    @Override
    public synchronized void rest() {
        if (present != null) {
            present.rest();
        }
    }

    @Override
    public synchronized void goOn() {
        if (present != null) {
            present.goOn();
        }
    }

    @Override
    public void stop(Duration limit) {
        SdkWorkers last;
        synchronized (this) {
            last = present;
        }
        if (last != null) {
            last.stop(limit);
        }
    }
}
