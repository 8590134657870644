package dev.kassa.operations.reconciler;

import dev.kassa.checkout.recovery.Recoveries;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The schedule {@code kassa-reconciler} and its worker. Its task queue is its own, so that it goes on when the checkouts'
 * queue is the one in trouble.
 *
 * <p>As a health it is never DOWN: it tells whether the schedule is there. Thread-safe.
 */
public final class Reconciler implements HealthIndicator {
    /** Of the schedule, and of its runs, to which Temporal adds their time. */
    public static final String ID = "kassa-reconciler";

    private static final String TASK_QUEUE = "kassa-operations";
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration CATCH_UP = Duration.ofMinutes(1);

    private final WorkflowClient client;
    private final Recoveries recoveries;
    private final MeterRegistry meters;
    private final Duration every;
    private volatile State state = State.NOT_YET;

    /** @param every {@code kassa.reconciler.every} */
    public Reconciler(WorkflowClient client, Recoveries recoveries, MeterRegistry meters, Duration every) {
        this.client = client;
        this.recoveries = recoveries;
        this.meters = meters;
        this.every = every;
    }

    /** Whether the schedule is there. */
    public enum State {
        NOT_YET,
        ON,
        /** The server has no schedules; it is the embedded one. */
        OFF
    }

    /**
     * Adds the worker to those of the process.
     *
     * @param common what all workers of the process have in common
     */
    public void joins(WorkerFactory factory, WorkerOptions common) {
        var worker = factory.newWorker(
                TASK_QUEUE,
                WorkerOptions.newBuilder(common)
                        .setMaxConcurrentWorkflowTaskPollers(2)
                        .setMaxConcurrentActivityTaskPollers(1)
                        .build());
        worker.registerWorkflowImplementationTypes(ReconcilerWorkflowImpl.class);
        worker.registerActivitiesImplementations(new EndedRuns(client, recoveries, meters));
    }

    /**
     * Creates the schedule, or gives the one that is there today's period; one that an operator has paused stays so.
     *
     * @return how it stands; {@link State#NOT_YET} where Temporal did not take it and should be asked again
     */
    public State schedule() {
        try {
            create(ScheduleClient.newInstance(
                    client.getWorkflowServiceStubs(),
                    ScheduleClientOptions.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setIdentity(client.getOptions().getIdentity())
                            .setDataConverter(client.getOptions().getDataConverter())
                            .build()));
            state = State.ON;
        } catch (RuntimeException failure) {
            if (!isUnsupported(failure)) {
                log.warn("Temporal does not take the schedule {}; it is tried again", ID, failure);
                return State.NOT_YET;
            }
            state = State.OFF;
            log.info(
                    "This Temporal server has no schedules, so checkouts whose run is terminated are not recovered:"
                            + " {} is off.",
                    ID);
        }
        return state;
    }

    private void create(ScheduleClient schedules) {
        try {
            schedules.createSchedule(
                    ID,
                    schedule(Schedule.newBuilder()),
                    ScheduleOptions.newBuilder().build());
        } catch (ScheduleAlreadyRunningException _) {
            schedules
                    .getHandle(ID)
                    .update(before -> new ScheduleUpdate(
                            schedule(Schedule.newBuilder(before.getDescription().getSchedule()))));
        }
    }

    private Schedule schedule(Schedule.Builder schedule) {
        return schedule.setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(ReconcilerWorkflow.class)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(ID)
                                .setTaskQueue(TASK_QUEUE)
                                // Both or none: SDK 1.38.0 cannot describe, and so not update, a schedule with one.
                                .setStaticSummary("Recovers checkouts whose run was cut off")
                                .setStaticDetails(
                                        "One run of this workflow looks for ended runs; it decides nothing itself.")
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(every)))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(CATCH_UP)
                        .build())
                .build();
    }

    private static boolean isUnsupported(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status
                    && status.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Health health() {
        var health = Health.up().withDetail("schedule", ID).withDetail("every", every.toString());
        return switch (state) {
            case ON -> health.withDetail("state", "on").build();
            case OFF ->
                health.withDetail("state", "off: this Temporal server has no schedules")
                        .build();
            case NOT_YET -> health.withDetail("state", "not there yet").build();
        };
    }
}
