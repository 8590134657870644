package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.workflow.KlarnaCalls.Patience;
import java.time.Duration;

/**
 * The saga of one attempt: authorize, wait for the customer, confirm in time, or see to it that nothing stays open. All
 * branching on what Klarna says stands here; the steps beside it only say and hear.
 *
 * <p>Methods that answer whether the checkout is over say so by {@code boolean}.
 */
final class Saga {
    private static final Duration UNCONFIRMED_FOR = Duration.ofDays(7);
    private static final Duration UNCONFIRMED_LOOK_EVERY = Duration.ofHours(1);

    private final Attempt attempt;
    private final Beginning beginning;
    private final Heard heard;
    private final KlarnaSteps klarna;
    private final CustomersDecision customersDecision;
    private final Cancellation cancellation;
    private final Ends ends;

    Saga(Attempt attempt) {
        this.attempt = attempt;
        this.beginning = attempt.beginning;
        this.heard = attempt.heard;
        this.klarna = new KlarnaSteps(attempt.input, beginning.atKlarna(), attempt.calls);
        this.customersDecision = new CustomersDecision(attempt, klarna);
        this.cancellation = new Cancellation(attempt, klarna);
        this.ends = new Ends(attempt);
    }

    void run() {
        attempt.tellUi();
        if (beginning.isRecovery()) {
            recover();
        } else {
            begun(klarna.authorize(attempt::tellUi, attempt::klarnaHasSpoken));
        }
    }

    private void begun(AuthorizeOutcome outcome) {
        switch (outcome) {
            case AuthorizeOutcome.Approved(var paid, var token) -> ends.authorized(paid, token);
            case AuthorizeOutcome.Declined _ -> ends.unpaid(UnpaidEnd.declined());
            case AuthorizeOutcome.StepUp(var paymentRequest) -> {
                attempt.learn(paymentRequest);
                stepUp();
            }
            case AuthorizeOutcome.Refused(var why) -> ends.refused(why);
            case AuthorizeOutcome.NotSent _ -> ends.unpaid(FAILED, Reason.NOT_SENT);
            case AuthorizeOutcome.NoAnswer _ -> unconfirmed();
            case AuthorizeOutcome.Overtaken _ -> overtaken();
        }
    }

    /** An event came before any answer: so Klarna has executed the authorize, and the event tells how. */
    private void overtaken() {
        if (attempt.isPaidByEvent()) {
            ends.paidByEvent();
        } else {
            stepUp();
        }
    }

    /** An earlier run of this attempt was cut off, or ended too early: Klarna tells how it stands, then it is ended. */
    private void recover() {
        var told = beginning.told();
        if (attempt.isPaidByEvent()) {
            ends.paidByEvent();
        } else if (told != null && ends.wasPaidBefore()) {
            // Nothing is open: that run had ended by itself.
            return;
        } else if (attempt.hasRequest()) {
            askHowItStands();
            stepUp();
        } else if (told != null) {
            ends.unpaid(told.status(), told.reason());
        } else if (!beginning.mayHaveAsked()) {
            ends.unpaid(FAILED, Reason.NOT_SENT);
        } else {
            begun(klarna.authorizeAgain(attempt::tellUi, attempt::klarnaHasSpoken));
        }
    }

    /** Before anything is said again; a Payment Request that is not completed tells that nothing was confirmed. */
    private void askHowItStands() {
        klarna.look(
                        attempt.known(),
                        "Read the Payment Request",
                        new Patience(null, attempt::tellUi, attempt::klarnaHasSpoken))
                .ifPresent(attempt::learn);
        switch (attempt.known().state()) {
            case SUBMITTED, IN_PROGRESS -> attempt.finalInDoubt = false;
            case CANCELED, DECLINED -> {
                attempt.finalInDoubt = false;
                // What an event said of it is older.
                heard.takeDecision(attempt.knownId());
            }
            case COMPLETED, EXPIRED, UNKNOWN -> {}
        }
    }

    private void stepUp() {
        boolean over = false;
        while (!over) {
            if (!customersDecision.await()) {
                cancellation.perform();
            }
            over = switch (attempt.known().state()) {
                case COMPLETED -> ends.wasPaidBefore() || finalizeAuthorization();
                case DECLINED, EXPIRED, CANCELED -> closedUnpaid();
                case SUBMITTED, IN_PROGRESS, UNKNOWN -> false;
            };
        }
    }

    /** Confirms the payment with its token, for as long as the token lives. */
    private boolean finalizeAuthorization() {
        var finalization = new Finalization(attempt, klarna, cancellation);
        attempt.tokenDeadline = finalization.deadline();
        attempt.become(FINALIZING);
        while (true) {
            switch (finalization.perform()) {
                case FinalizeOutcome.Approved(var paid, var token) -> {
                    return ends.authorized(paid, token);
                }
                case FinalizeOutcome.Declined _ -> {
                    return ends.unpaid(UnpaidEnd.declined());
                }
                case FinalizeOutcome.Withdrawn(var closed) -> {
                    attempt.learn(closed);
                    return closedUnpaid();
                }
                case FinalizeOutcome.TokenDead(var perhapsPaid) -> {
                    return perhapsPaid ? unconfirmed() : tokenDied(finalization);
                }
                case FinalizeOutcome.Overtaken _ -> {
                    if (heard.hasPayment()) {
                        return attempt.isPaidByEvent() ? ends.paidByEvent() : ends.wasPaidBefore();
                    }
                    finalization.tokenHasCome();
                }
                case FinalizeOutcome.AnotherToken another -> finalization.asksForItsToken(another);
                case FinalizeOutcome.Refused refused -> {
                    finalization.refused(refused);
                    if (heard.hasPayment()) {
                        cancellation.perform();
                        return ends.unpaid(FAILED, Reason.REFUSED_BY_KLARNA);
                    }
                }
            }
        }
    }

    private boolean tokenDied(Finalization finalization) {
        if (finalization.closesOrBeginsAnew()) {
            return false;
        }
        return finalization.wasRefused()
                ? ends.unpaid(FAILED, Reason.REFUSED_BY_KLARNA)
                : ends.unpaid(EXPIRED, Reason.TOKEN_EXPIRED);
    }

    /** Nobody knows whether money is reserved: open and loud, until Klarna's event, an operator, or seven days. */
    private boolean unconfirmed() {
        boolean authorizeUnanswered = !attempt.hasRequest();
        attempt.reason = Reason.OUTCOME_UNKNOWN;
        attempt.become(UNCONFIRMED);
        attempt.showUnconfirmed();
        ends.tell(MerchantEvent.Type.UNCONFIRMED);
        var giveUpDeadline = now().plus(UNCONFIRMED_FOR);
        attempt.giveUpDeadline = giveUpDeadline;
        attempt.tellUi();
        while (now().isBefore(giveUpDeadline)) {
            NamedTimer.await(
                    "Next look at Klarna; without its word this ends " + Story.time(giveUpDeadline),
                    UNCONFIRMED_LOOK_EVERY,
                    () -> attempt.isPaidByEvent()
                            || heard.resolution() != null
                            || (authorizeUnanswered && heard.hasDecision()));
            if (attempt.isPaidByEvent()) {
                return ends.paidByEvent();
            }
            if (heard.resolution() != null) {
                return ends.resolved(requireNonNull(heard.resolution()));
            }
            if (authorizeUnanswered && heard.hasDecision()) {
                stepUp();
                return true;
            }
            lookOnce();
        }
        if (!ends.wasPaidBefore()) {
            attempt.counts.ended(UNCONFIRMED, Reason.OUTCOME_UNKNOWN);
        }
        return true;
    }

    private void lookOnce() {
        attempt.counts.asks(Counts.FoundBy.POLL);
        if (attempt.hasRequest()) {
            klarna.lookOnce(attempt.known()).ifPresentOrElse(attempt::learn, attempt::tellUi);
        }
    }

    /** The Payment Request is closed and unpaid; which end that is depends on who wanted it when. */
    private boolean closedUnpaid() {
        var closed = attempt.known();
        var at = closed.updatedAt() != null ? closed.updatedAt() : now();
        var sessionExpiresAt = attempt.input.sessionExpiresAt();
        return switch (closed.state()) {
            case CANCELED ->
                ends.unpaid(
                        UnpaidEnd.canceled(cancellation.whoStopped(closed), at, closed.expiresAt(), sessionExpiresAt));
            case EXPIRED ->
                mayHaveBeenPaid()
                        ? unconfirmed()
                        : ends.unpaid(UnpaidEnd.expired(attempt.stoppedFor, at, sessionExpiresAt));
            case DECLINED -> ends.unpaid(UnpaidEnd.declined());
            case SUBMITTED, IN_PROGRESS, COMPLETED, UNKNOWN ->
                throw new IllegalStateException(closed.state() + " is not closed");
        };
    }

    /**
     * EXPIRED may follow a completion, and says nothing of what an earlier run did with that. A Payment Request that is gone
     * says nothing of what a task did that died: Klarna may delete at once what is confirmed.
     */
    private boolean mayHaveBeenPaid() {
        return attempt.finalInDoubt || (attempt.isGone() && attempt.calls.anEarlierTaskDied());
    }
}
