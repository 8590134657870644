package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static dev.kassa.checkout.workflow.WorkflowTime.until;

import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one timer of a waiting checkout. A nudge leaves it running, so that it costs no event. */
final class Nap {
    private final Instant sessionExpiresAt;
    private @Nullable LookSchedule schedule;
    private @Nullable Promise<Void> timer;

    Nap(Instant sessionExpiresAt) {
        this.sessionExpiresAt = sessionExpiresAt;
    }

    /** Sleeps until the next look at Klarna, or the session's end, is due, or until disturbed. */
    void sleep(@Nullable Instant requestExpiresAt, Supplier<Boolean> disturbed) {
        var running = timer == null ? begin(requestExpiresAt) : timer;
        Workflow.await(() -> running.isCompleted() || disturbed.get());
    }

    /** Whether a nap has ended by itself and nobody has looked yet. */
    boolean isOver() {
        return timer != null && timer.isCompleted();
    }

    /** The look is taken; the next sleep is a new nap. */
    void looked() {
        if (isOver()) {
            timer = null;
        }
    }

    private Promise<Void> begin(@Nullable Instant requestExpiresAt) {
        if (schedule == null) {
            schedule = new LookSchedule(now());
        }
        var wakeAt = schedule.next(now(), sessionExpiresAt, requestExpiresAt);
        var summary = wakeAt.equals(sessionExpiresAt)
                ? "Session ends " + Story.time(sessionExpiresAt)
                : "Next look at Klarna; session ends " + Story.time(sessionExpiresAt);
        timer = Workflow.newTimer(
                until(wakeAt), TimerOptions.newBuilder().setSummary(summary).build());
        return timer;
    }
}
