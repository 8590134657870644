package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.workflow.WorkflowTime.now;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How calls to Klarna are made: once quickly, then patiently. Timeouts and retries are set here and nowhere else. */
final class KlarnaCalls {
    /** A quick try is a local activity: one event when it works, and given up before a customer gets restless. */
    private static final Duration QUICK = Duration.ofSeconds(3);
    /** Three calls at the most in one activity, each up to 65 s long because Klarna answers within 59. */
    private static final Duration ONE_PATIENT_TRY = Duration.ofSeconds(200);
    /** Klarna may still be working on a try that timed out; a repeat at once would only meet a conflict. */
    private static final Duration PAUSE_AFTER_UNKNOWN = Duration.ofSeconds(5);

    private static final String KLARNA_MAY_BE_BUSY = "Klarna may still be working on the try that timed out";

    private @Nullable Trouble trouble;

    /**
     * When to stop being patient, and what to do before it begins.
     *
     * @param limit absent: for as long as it takes
     * @param begins told once, when the quick try has failed
     * @param interrupted asked again whenever something happens; ends the wait without an answer
     */
    record Patience(@Nullable Duration limit, Runnable begins, Supplier<Boolean> interrupted) {}

    /**
     * A call that failed, for the page of an operator; nothing in it is secret.
     *
     * @param said one sentence, with Klarna's error code and correlation id where there are any
     */
    record Trouble(Instant at, String said) {}

    /** The last quick try, or the last patience, that brought nothing; absent where none did. */
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /**
     * Calls once quickly and then patiently.
     *
     * @param command makes the activity's argument, given whether a try may have been executed already
     * @return empty where the patience ended first
     */
    <C, R> Optional<R> call(
            String summary,
            Function<Boolean, C> command,
            BiFunction<KlarnaActivities, C, R> method,
            boolean inDoubt,
            Patience patience) {
        try {
            var answer = method.apply(quick(summary), command.apply(inDoubt));
            if (inDoubt || !(answer instanceof Unexecuted) || !anEarlierTaskDied()) {
                return Optional.of(answer);
            }
            patience.begins.run();
        } catch (ActivityFailure failure) {
            boolean maybeExecuted = note(failure);
            patience.begins.run();
            if (maybeExecuted && NamedTimer.await(KLARNA_MAY_BE_BUSY, PAUSE_AFTER_UNKNOWN, patience.interrupted)) {
                return Optional.empty();
            }
            if (!inDoubt && !maybeExecuted && !anEarlierTaskDied()) {
                return patiently(summary, command.apply(false), method, patience);
            }
        }
        return patiently(summary, command.apply(true), method, patience);
    }

    /** One quick try and no more; empty where it brought nothing. */
    <C, R> Optional<R> callOnce(String summary, C command, BiFunction<KlarnaActivities, C, R> method) {
        try {
            return Optional.of(method.apply(quick(summary), command));
        } catch (ActivityFailure failure) {
            note(failure);
            return Optional.empty();
        }
    }

    /** Whether a local activity of this run may have been executed without a trace; asked only on rare paths. */
    boolean anEarlierTaskDied() {
        return callOnce("Did an earlier task die?", "", (activities, _) -> activities.anEarlierTaskDied())
                .orElse(true);
    }

    void tellMerchant(MerchantId merchant, MerchantEvent event) {
        this.<MerchantEvent, Boolean>call(
                "Tell the merchant " + event.type().word(),
                _ -> event,
                (activities, told) -> {
                    activities.tellMerchant(merchant, told);
                    return true;
                },
                false,
                new Patience(null, () -> {}, () -> false));
    }

    private <C, R> Optional<R> patiently(
            String summary, C command, BiFunction<KlarnaActivities, C, R> method, Patience patience) {
        CompletablePromise<R> answer = Workflow.newPromise();
        var scope = Workflow.newDetachedCancellationScope(() ->
                answer.completeFrom(Async.function(() -> method.apply(patient(summary, patience.limit), command))));
        scope.run();
        Workflow.await(() -> answer.isCompleted() || patience.interrupted.get());
        if (!answer.isCompleted()) {
            scope.cancel();
            return Optional.empty();
        }
        try {
            return Optional.of(answer.get());
        } catch (ActivityFailure timeIsUp) {
            note(timeIsUp);
            return Optional.empty();
        }
    }

    /** Remembers what went wrong; answers whether the try may have been executed all the same. */
    private boolean note(ActivityFailure failure) {
        var cause = failure.getCause();
        if (cause instanceof ApplicationFailure known) {
            trouble = new Trouble(now(), known.getOriginalMessage());
            return !CallFailure.isSurelyNotExecuted(known.getType());
        }
        trouble = new Trouble(now(), failure.getActivityType() + " brought no answer in time");
        return true;
    }

    private static KlarnaActivities quick(String summary) {
        return Workflow.newLocalActivityStub(
                KlarnaActivities.class,
                LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(QUICK)
                        .setScheduleToCloseTimeout(QUICK)
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        // The arguments stand in the start's input or in a signal already.
                        .setDoNotIncludeArgumentsIntoMarker(true)
                        .setSummary(summary)
                        .build());
    }

    private static KlarnaActivities patient(String summary, @Nullable Duration limit) {
        var options = ActivityOptions.newBuilder()
                .setStartToCloseTimeout(ONE_PATIENT_TRY)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Backoff.FIRST)
                        .setMaximumInterval(Backoff.LONGEST)
                        .build())
                .setSummary(summary);
        if (limit != null) {
            options.setScheduleToCloseTimeout(limit.isPositive() ? limit : Duration.ofSeconds(1));
        }
        return Workflow.newActivityStub(KlarnaActivities.class, options.build());
    }
}
