package dev.kassa.operations.reconciler;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a pass asks of the world. */
@ActivityInterface(namePrefix = "")
public interface ReconcilerActivities {
    /** Starts one recovery run for each checkout whose latest run was cut off; doing it again does nothing. */
    @ActivityMethod(name = "recoverEndedRuns")
    Pass recoverEndedRuns();
}
