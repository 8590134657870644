package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.workflow.WorkflowTime.now;

import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentRequest;
import org.jspecify.annotations.Nullable;

/** The compensation: cancels the Payment Request, and knows who wanted that. */
final class Cancellation {
    private final Attempt attempt;
    private final KlarnaSteps klarna;

    Cancellation(Attempt attempt, KlarnaSteps klarna) {
        this.attempt = attempt;
        this.klarna = klarna;
    }

    /**
     * Cancels until Klarna says how the Payment Request stands; a completion heard meanwhile ends the wait, and so does
     * the payment that a completed one was waiting for.
     */
    void perform() {
        if (attempt.stoppedFor == null && attempt.status() != FINALIZING) {
            var wish = whoeverWantsToStop();
            attempt.stoppedFor = wish != null ? wish : nobodysWish();
        }
        attempt.become(CANCELING);
        attempt.counts.asks(Counts.FoundBy.CANCEL);
        boolean completed = attempt.isCompleted();
        klarna.cancel(
                        attempt.known(),
                        attempt::showInSearch,
                        () -> attempt.heard.hasDecision() || (completed && attempt.isPaidByEvent()))
                .ifPresentOrElse(attempt::learn, attempt::takeNews);
    }

    /** Who ends a run from outside wants its checkout ended; a session that is over is over all the same. */
    private Reason nobodysWish() {
        return attempt.beginning.isRecovery() && isWithinSession() ? Reason.OPERATOR_CANCELED : Reason.SESSION_TIMEOUT;
    }

    private @Nullable Reason whoeverWantsToStop() {
        if (attempt.heard.hasMerchantCanceled()) {
            return Reason.MERCHANT_CANCELED;
        }
        return attempt.heard.hasOperatorCanceled() ? Reason.OPERATOR_CANCELED : null;
    }

    /**
     * Who wanted the cancellation. Klarna's event of our own DELETE often comes while that DELETE's task still runs;
     * Temporal then throws the task away, and with it the merchant's wish, which came with the task and stands nowhere
     * else. What is left is Klarna's word that it was us, and that an operator or the session's end is in the history.
     */
    @Nullable
    Reason whoStopped(PaymentRequest closed) {
        if (attempt.stoppedFor != null || attempt.heard.mustStop() || !closed.wasCanceledByPartner()) {
            return attempt.stoppedFor != null ? attempt.stoppedFor : whoeverWantsToStop();
        }
        return isWithinSession() ? Reason.MERCHANT_CANCELED : Reason.SESSION_TIMEOUT;
    }

    private boolean isWithinSession() {
        return now().isBefore(attempt.input.sessionExpiresAt());
    }
}
