package dev.kassa.checkout.workflow;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/** The time as a run sees it, the same at every replay. */
final class WorkflowTime {
    private WorkflowTime() {}

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /** When the run was started, which is before its first task by as long as no worker took it up. */
    static Instant runStartedAt() {
        return Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
    }

    /** The time left until then; never negative, because a timer or a timeout cannot be. */
    static Duration until(Instant instant) {
        var left = Duration.between(now(), instant);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
