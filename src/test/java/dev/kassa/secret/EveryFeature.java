package dev.kassa.secret;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A workflow that sends a payload through every feature of Temporal that carries one, each marked as private. */
@WorkflowInterface
public interface EveryFeature {
    /** Stands in every value, so that it shows wherever a value is in the clear. */
    String PRIVATE = "Ada-Lovelace-";

    @WorkflowMethod
    Note run(Note input);

    @SignalMethod
    void noted(Note note);

    @UpdateMethod
    Note change(Note note);

    @UpdateValidatorMethod(updateName = "change")
    void mayChange(Note note);

    @QueryMethod
    Note look(Note question);

    /** What a value is; {@code order} tells the workflow what to do after a signal. */
    record Note(String text, String order) {
        static Note of(String text) {
            return new Note(PRIVATE + text, "");
        }

        static Note order(String order) {
            return new Note(PRIVATE + order, order);
        }
    }

    @WorkflowInterface
    interface Child {
        @WorkflowMethod
        Note child(Note input);

        @SignalMethod
        void childNoted(Note note);
    }

    @ActivityInterface
    interface Work {
        Note work(Note input);
    }

    /** Fails at first, with details, and after a heartbeat. */
    final class WorkImpl implements Work {
        @Override
        public Note work(Note input) {
            var context = Activity.getExecutionContext();
            if (!context.getInfo().isLocal()) {
                context.heartbeat(Note.of("heartbeat"));
            }
            if (input.order().equals("fail")) {
                Throwable cause = new IllegalStateException(PRIVATE + "cause");
                throw ApplicationFailure.newNonRetryableFailureWithCause(
                        PRIVATE + "activity-failed", "Refused", cause, Note.of("activity-detail"));
            }
            if (input.order().equals("retry")) {
                throw ApplicationFailure.newFailure(PRIVATE + "attempt-failed", "Busy", Note.of("attempt-detail"));
            }
            return Note.of("activity-result");
        }
    }

    final class ChildImpl implements Child {
        private final List<Note> notes = new ArrayList<>();

        @Override
        public Note child(Note input) {
            Workflow.await(() -> !notes.isEmpty());
            return Note.of("child-result");
        }

        @Override
        public void childNoted(Note note) {
            notes.add(note);
        }
    }

    final class Impl implements EveryFeature {
        private final List<Note> notes = new ArrayList<>();
        private final Note input;

        @WorkflowInit
        public Impl(Note input) {
            this.input = input;
        }

        @Override
        public Note run(Note again) {
            Workflow.setCurrentDetails(PRIVATE + "current-details");
            Workflow.upsertMemo(Map.of("upserted", PRIVATE + "upserted-memo"));
            Workflow.getVersion("a-change", Workflow.DEFAULT_VERSION, 1);
            Workflow.sideEffect(Note.class, () -> Note.of("side-effect"));
            Workflow.mutableSideEffect("an-id", Note.class, Objects::equals, () -> Note.of("mutable-side-effect"));
            Work activity = Workflow.newActivityStub(Work.class, activities());
            Work local = Workflow.newLocalActivityStub(Work.class, localActivities());
            activity.work(Note.of("activity-input"));
            local.work(Note.of("local-input"));
            failing(activity);
            failing(local);
            child();
            Workflow.newTimer(
                            Duration.ofSeconds(1),
                            TimerOptions.newBuilder()
                                    .setSummary(PRIVATE + "timer-summary")
                                    .build())
                    .get();
            Workflow.await(() -> !notes.isEmpty());
            return end();
        }

        private Note end() {
            return switch (notes.getFirst().order()) {
                case "continue" -> {
                    Workflow.continueAsNew(Note.order("continued"));
                    yield input;
                }
                case "retry" ->
                    Workflow.newActivityStub(Work.class, activities()).work(notes.getFirst());
                case "fail" ->
                    throw ApplicationFailure.newFailure(PRIVATE + "run-failed", "Failed", Note.of("run-detail"));
                default -> Note.of("result");
            };
        }

        private static void failing(Work work) {
            try {
                work.work(Note.order("fail"));
            } catch (ActivityFailure _) {
                Workflow.getLogger(EveryFeature.class).debug("As it should.");
            }
        }

        private static void child() {
            Child child = Workflow.newChildWorkflowStub(
                    Child.class,
                    ChildWorkflowOptions.newBuilder()
                            .setWorkflowId("child-of-" + Workflow.getInfo().getWorkflowId())
                            .setStaticSummary(PRIVATE + "child-summary")
                            .setMemo(Map.of("child", PRIVATE + "child-memo"))
                            .build());
            var result = Async.function(child::child, Note.of("child-input"));
            Workflow.getWorkflowExecution(child).get();
            child.childNoted(Note.of("child-signal"));
            result.get();
        }

        private static ActivityOptions activities() {
            return ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(10))
                    .setSummary(PRIVATE + "activity-summary")
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofDays(1))
                            .build())
                    .build();
        }

        private static LocalActivityOptions localActivities() {
            return LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(3))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(1).build())
                    .setSummary(PRIVATE + "local-summary")
                    .build();
        }

        @Override
        public void noted(Note note) {
            notes.add(note);
        }

        @Override
        public Note change(Note note) {
            return Note.of("update-result");
        }

        @Override
        public void mayChange(Note note) {
            if (note.order().equals("refuse")) {
                throw new IllegalArgumentException(PRIVATE + "update-refused");
            }
        }

        @Override
        public Note look(Note question) {
            return Note.of("query-result");
        }
    }
}
