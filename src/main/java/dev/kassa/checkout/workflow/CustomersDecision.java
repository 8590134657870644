package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static dev.kassa.checkout.workflow.WorkflowTime.until;

import dev.kassa.checkout.workflow.KlarnaCalls.Patience;
import java.util.Optional;

/** The wait for the customer: news wakes it, and after an empty nap it reads. What the merchant changes is sent meanwhile. */
final class CustomersDecision {
    private final Attempt attempt;
    private final Heard heard;
    private final KlarnaSteps klarna;
    private final Nap nap;

    CustomersDecision(Attempt attempt, KlarnaSteps klarna) {
        this.attempt = attempt;
        this.heard = attempt.heard;
        this.klarna = klarna;
        this.nap = new Nap(attempt.input.sessionExpiresAt());
    }

    /** Waits until Klarna's word is final (true), or until there is no more waiting (false). */
    boolean await() {
        while (true) {
            attempt.takeNews();
            if (attempt.isDecided()) {
                return true;
            }
            if (attempt.beginning.isRecovery()
                    || heard.mustStop()
                    || !now().isBefore(attempt.input.sessionExpiresAt())) {
                return false;
            }
            attempt.showWaiting();
            if (heard.isWorthALook() || nap.isOver()) {
                look();
            } else {
                var amendment = heard.unansweredAmendment();
                if (amendment != null) {
                    amend(amendment);
                } else {
                    nap.sleep(attempt.known().expiresAt(), this::isDisturbed);
                }
            }
        }
    }

    private boolean isDisturbed() {
        return heard.hasDecision() || heard.mustStop() || heard.isWorthALook() || heard.unansweredAmendment() != null;
    }

    private void look() {
        attempt.counts.asks(heard.hasCustomerReturned() ? Counts.FoundBy.RETURN : Counts.FoundBy.POLL);
        heard.looked();
        nap.looked();
        var patience = new Patience(
                until(attempt.input.sessionExpiresAt()),
                attempt::tellUi,
                () -> heard.hasDecision() || heard.mustStop());
        klarna.look(attempt.known(), "Read the Payment Request", patience).ifPresent(attempt::learn);
    }

    private void amend(Heard.Amendment amendment) {
        var outcome = klarna.update(
                attempt.known(),
                amendment.request,
                attempt::tellUi,
                () -> heard.hasDecision() || heard.mustStop() || heard.isWorthALook());
        amendment.answer = answerToAmend(outcome, amendment.request);
    }

    private Heard.AmendAnswerParts answerToAmend(Optional<UpdateOutcome> outcome, AmendRequest wish) {
        if (outcome.isEmpty()) {
            attempt.amountInDoubt = true;
            return new Heard.AmendAnswerParts(AmendAnswer.Result.UNANSWERED, null);
        }
        return switch (outcome.get()) {
            case UpdateOutcome.Amended(var changed) -> {
                attempt.learn(changed);
                long asked = wish.amount() != null ? wish.amount() : attempt.payment.amount();
                attempt.payment = attempt.payment.amended(
                        changed.amount() != null ? changed.amount() : asked, wish.supplementaryPurchaseData());
                attempt.amendmentUnsent &= changed.amount() == null && wish.amount() == null;
                yield new Heard.AmendAnswerParts(AmendAnswer.Result.AMENDED, null);
            }
            case UpdateOutcome.NotAmendable(var moved) -> {
                attempt.learn(moved);
                yield new Heard.AmendAnswerParts(AmendAnswer.Result.NOT_AMENDABLE, null);
            }
            case UpdateOutcome.Refused(var why) -> new Heard.AmendAnswerParts(AmendAnswer.Result.REFUSED, why);
        };
    }
}
