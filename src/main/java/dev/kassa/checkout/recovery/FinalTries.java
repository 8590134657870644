package dev.kassa.checkout.recovery;

import dev.kassa.checkout.workflow.CallFailure;
import dev.kassa.checkout.workflow.FinalIntention;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.klarna.PaymentTransaction;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a history says of the final authorizations that its run sent: with which key it would have gone on, and whether
 * one may have been executed without its knowing.
 *
 * <p>A run takes another key only after an answer that says that nothing was executed, and every answer stands in the
 * history before it is acted on. So the key after the last such answer is the only one that can be unanswered.
 */
final class FinalTries {
    private static final String FINALIZE = "finalizeAuthorization";
    private static final String LOCAL_ACTIVITY = "LocalActivity";

    private final Payloads payloads;
    private final Set<Long> patient = new HashSet<>();
    private int intention;
    private boolean inDoubt;
    private @Nullable PaymentTransaction paid;

    /**
     * @param intention with which the run began
     * @param inDoubt whether that one may have been executed before
     */
    FinalTries(Payloads payloads, int intention, boolean inDoubt) {
        this.payloads = payloads;
        this.intention = intention;
        this.inDoubt = inDoubt;
    }

    /** From here on it is another attempt that is confirmed. */
    void turn() {
        intention = FinalIntention.ofAnotherAttempt(intention);
        inDoubt = false;
        paid = null;
    }

    int intention() {
        return intention;
    }

    boolean inDoubt() {
        return inDoubt;
    }

    /** What Klarna answered and the run did not live to tell; absent where there was no such answer. */
    @Nullable
    PaymentTransaction paid() {
        return paid;
    }

    void see(HistoryEvent event) {
        switch (event.getEventType()) {
            case EVENT_TYPE_MARKER_RECORDED -> quick(event.getMarkerRecordedEventAttributes());
            case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> {
                var scheduled = event.getActivityTaskScheduledEventAttributes();
                if (scheduled.getActivityType().getName().equals(FINALIZE)) {
                    patient.add(event.getEventId());
                    // A quick answer that "nothing was executed" is not believed where a task had died: then it is the
                    // same key again.
                    intention = payloads.first(scheduled.getInput(), FinalizeCommand.class)
                            .intention();
                    inDoubt = true;
                }
            }
            case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
                var completed = event.getActivityTaskCompletedEventAttributes();
                if (patient.contains(completed.getScheduledEventId())) {
                    answered(payloads.first(completed.getResult(), FinalizeOutcome.class));
                }
            }
            default -> {}
        }
    }

    private void quick(MarkerRecordedEventAttributes marker) {
        var type = marker.getDetailsMap().get("type");
        if (!marker.getMarkerName().equals(LOCAL_ACTIVITY)
                || type == null
                || !type.getPayloads(0).getData().toStringUtf8().equals('"' + FINALIZE + '"')) {
            return;
        }
        var result = marker.getDetailsMap().get("result");
        if (marker.hasFailure()) {
            inDoubt |= !isSurelyNotExecuted(marker.getFailure());
        } else if (result != null) {
            answered(payloads.first(result, FinalizeOutcome.class));
        }
    }

    private static boolean isSurelyNotExecuted(Failure failure) {
        var cause = failure.hasCause() ? failure.getCause() : failure;
        return cause.hasApplicationFailureInfo()
                && CallFailure.isSurelyNotExecuted(
                        cause.getApplicationFailureInfo().getType());
    }

    private void goesOnWith(int next) {
        intention = next;
        inDoubt = false;
    }

    private void answered(FinalizeOutcome outcome) {
        switch (outcome) {
            case FinalizeOutcome.Refused(var _, int next) -> goesOnWith(next);
            case FinalizeOutcome.AnotherToken(var _, int next) -> goesOnWith(next);
            case FinalizeOutcome.TokenDead(boolean unknown) -> {
                inDoubt = unknown;
                // What is confirmed from here on is another completion, with another token.
                intention = unknown ? intention : FinalIntention.ofAnotherCompletion(intention);
            }
            case FinalizeOutcome.Withdrawn _ -> inDoubt = false;
            case FinalizeOutcome.Approved(var transaction, var _) -> paid = transaction;
            // Repeating it with the same key brings the same answer.
            case FinalizeOutcome.Declined _, FinalizeOutcome.Overtaken _ -> inDoubt = true;
        }
    }
}
