package dev.kassa.checkout.workflow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** A wait whose timer says on the run's page what it is for. */
final class NamedTimer {
    private NamedTimer() {}

    /** Waits until the condition holds (true) or the time has passed (false); an interrupted timer is canceled. */
    static boolean await(String summary, Duration time, Supplier<Boolean> condition) {
        CompletablePromise<Void> rings = Workflow.newPromise();
        var scope = Workflow.newDetachedCancellationScope(() -> rings.completeFrom(Workflow.newTimer(
                time, TimerOptions.newBuilder().setSummary(summary).build())));
        scope.run();
        Workflow.await(() -> rings.isCompleted() || condition.get());
        if (!rings.isCompleted()) {
            cancel(scope);
        }
        return condition.get();
    }

    private static void cancel(CancellationScope scope) {
        scope.cancel();
    }
}
