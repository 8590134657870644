package dev.kassa.checkout.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;

/**
 * Whether anything sent so far may have been executed without our knowing, kept across the retries of one activity.
 *
 * <p>It is written to Temporal <em>before</em> a request goes out, so that a worker that dies in between leaves a trace.
 * A local activity cannot write; there the workflow knows from other signs.
 */
final class Tries {
    private final ActivityExecutionContext context;
    private boolean inDoubt;

    private Tries(ActivityExecutionContext context, boolean inDoubt) {
        this.context = context;
        this.inDoubt = inDoubt;
    }

    static Tries begin(boolean inDoubt) {
        var context = Activity.getExecutionContext();
        boolean before =
                !isQuick(context) && context.getHeartbeatDetails(Boolean.class).orElse(false);
        return new Tries(context, inDoubt || before);
    }

    /** Whether an earlier try may have been executed. */
    boolean inDoubt() {
        return inDoubt;
    }

    /** From here on, until {@link #certain()}, what follows may have been executed. */
    void sending() {
        write(true);
    }

    /** What was sent is known to be not executed: the doubt is as it was before. */
    void certain() {
        write(inDoubt);
    }

    private void write(boolean maybeExecuted) {
        if (!isQuick(context)) {
            context.heartbeat(maybeExecuted);
        }
    }

    static boolean isQuick(ActivityExecutionContext context) {
        return context.getInfo().isLocal();
    }
}
