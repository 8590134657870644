package dev.kassa.runtime;

import dev.kassa.operations.reconciler.Reconciler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Workers that see to it, once they run, that the schedule is there by which cut off checkouts are recovered. */
final class ReconcilingWorkers implements TemporalLifecycle.Workers {
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final TemporalLifecycle.Workers workers;
    private final Reconciler reconciler;
    private volatile @Nullable Thread scheduling;

    ReconcilingWorkers(TemporalLifecycle.Workers workers, Reconciler reconciler) {
        this.workers = workers;
        this.reconciler = reconciler;
    }

    @Override
    public boolean start() {
        if (!workers.start()) {
            return false;
        }
        scheduling = Thread.ofVirtual().name("kassa-schedules-its-reconciler").start(this::schedule);
        return true;
    }

    private void schedule() {
        try {
            while (reconciler.schedule() == Reconciler.State.NOT_YET) {
                Thread.sleep(BETWEEN_TRIES);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void rest() {
        workers.rest();
    }

    @Override
    public void goOn() {
        workers.goOn();
    }

    @Override
    public void stop(Duration limit) {
        var thread = scheduling;
        if (thread != null) {
            thread.interrupt();
        }
        workers.stop(limit);
    }
}
