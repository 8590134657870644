package dev.kassa.operations.reconciler;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** One pass. It is tried a few times and then left to the next one: a pass that hangs would keep that from beginning. */
public final class ReconcilerWorkflowImpl implements ReconcilerWorkflow {
    private static final Duration ONE_TRY = Duration.ofMinutes(10);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(60);
    private static final int TRIES = 3;

    @Override
    public Pass run() {
        return Workflow.newActivityStub(
                        ReconcilerActivities.class,
                        ActivityOptions.newBuilder()
                                .setStartToCloseTimeout(ONE_TRY)
                                .setHeartbeatTimeout(SIGN_OF_LIFE)
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setMaximumAttempts(TRIES)
                                        .build())
                                .setSummary("Recover runs that were terminated, failed or timed out")
                                .build())
                .recoverEndedRuns();
    }
}
