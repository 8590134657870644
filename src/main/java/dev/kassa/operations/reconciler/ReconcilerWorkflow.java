package dev.kassa.operations.reconciler;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One pass of the schedule {@code kassa-reconciler}. */
@WorkflowInterface
public interface ReconcilerWorkflow {
    /** What it came to. */
    @WorkflowMethod(name = "ReconcilerWorkflow")
    Pass run();
}
