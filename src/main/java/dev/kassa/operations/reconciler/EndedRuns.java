package dev.kassa.operations.reconciler;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.recovery.Recoveries;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the runs that were cut off and recovers them, one after the other.
 *
 * <p>Visibility is some seconds behind, so a run may be missing until the next pass, or be listed though it is recovered;
 * whether there is a later run is asked of the run itself. What is once settled stays so and is not asked again, so that
 * a month of ended runs costs a pass its list and nothing else.
 */
final class EndedRuns implements ReconcilerActivities {
    /** Every one that Temporal still knows: retention bounds it. */
    static final String QUERY =
            "WorkflowType = 'CheckoutWorkflow' AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut')";

    private static final Logger log = LoggerFactory.getLogger(EndedRuns.class);
    private static final int AT_ONCE = 500;
    private static final int REMEMBERED = 50_000;
    private static final int FAILURES_TOLD = 3;

    private final Supplier<Stream<WorkflowExecutionMetadata>> ended;
    private final Recoveries recoveries;
    private final MeterRegistry meters;
    private final Set<String> settled = Collections.synchronizedSet(Collections.newSetFromMap(new Bounded()));

    EndedRuns(WorkflowClient client, Recoveries recoveries, MeterRegistry meters) {
        this(() -> client.listExecutions(QUERY), recoveries, meters);
    }

    EndedRuns(Supplier<Stream<WorkflowExecutionMetadata>> ended, Recoveries recoveries, MeterRegistry meters) {
        this.ended = ended;
        this.recoveries = recoveries;
        this.meters = meters;
    }

    @Override
    public Pass recoverEndedRuns() {
        int found = 0;
        int recovered = 0;
        int failed = 0;
        try (var list = ended.get()) {
            for (var run : (Iterable<WorkflowExecutionMetadata>) list::iterator) {
                if (settled.contains(run.getExecution().getRunId())) {
                    continue;
                }
                if (found == AT_ONCE) {
                    return new Pass(found, recovered, failed, true);
                }
                found++;
                Activity.getExecutionContext().heartbeat(found);
                switch (recover(run, failed < FAILURES_TOLD)) {
                    case STARTED -> recovered++;
                    case FAILED -> failed++;
                    case SETTLED -> {}
                }
            }
        }
        return new Pass(found, recovered, failed, false);
    }

    private enum Outcome {
        STARTED,
        SETTLED,
        FAILED
    }

    /** Whatever goes wrong with one checkout keeps none of the others from being recovered. */
    private Outcome recover(WorkflowExecutionMetadata run, boolean aloud) {
        var id = CheckoutId.parse(run.getExecution().getWorkflowId());
        try {
            boolean started = id.isPresent() && recoveries.recover(id.get());
            settled.add(run.getExecution().getRunId());
            return started ? Outcome.STARTED : Outcome.SETTLED;
        } catch (RuntimeException failure) {
            meters.counter("kassa.recoveries.failed").increment();
            if (aloud) {
                log.warn(
                        "The run of {} was cut off and cannot be recovered; the next pass tries again",
                        run.getExecution().getWorkflowId(),
                        failure);
            }
            return Outcome.FAILED;
        }
    }

    private static final class Bounded extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
