package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static dev.kassa.checkout.workflow.WorkflowTime.until;

import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.KlarnaCalls.Patience;
import java.time.Duration;
import java.time.Instant;

/** One token's life: the tries to confirm the payment with it, the pauses between them, and what is closed when it dies. */
final class Finalization {
    static final Duration TOKEN_LIFE = Duration.ofMinutes(60);
    private static final Duration FIRST_PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE_AFTER_REFUSAL = Duration.ofMinutes(15);

    private final Attempt attempt;
    private final KlarnaSteps klarna;
    private final Cancellation cancellation;
    private final Instant completedAt;
    private final Instant deadline;
    private boolean inDoubt;
    private boolean wasRefused;
    /** Whether each try reads the token, because Klarna has refused the webhook's. */
    private boolean asks;

    private Duration pause = FIRST_PAUSE_AFTER_REFUSAL;

    Finalization(Attempt attempt, KlarnaSteps klarna, Cancellation cancellation) {
        this.attempt = attempt;
        this.klarna = klarna;
        this.cancellation = cancellation;
        this.completedAt = attempt.completedAt();
        this.deadline = completedAt.plus(TOKEN_LIFE).minus(attempt.input.tokenSafetyMargin());
        this.inDoubt = attempt.finalInDoubt;
        attempt.amendmentUnsent |= attempt.heard.unansweredAmendment() != null;
    }

    /** After it the token is not used any more. */
    Instant deadline() {
        return deadline;
    }

    /** Whether Klarna has refused it. */
    boolean wasRefused() {
        return wasRefused;
    }

    /** Confirms with the token, quickly and then patiently. */
    FinalizeOutcome perform() {
        if ((attempt.amountInDoubt || attempt.amendmentUnsent) && !amountIsRead()) {
            return attempt.heard.hasPayment()
                    ? new FinalizeOutcome.Overtaken()
                    : new FinalizeOutcome.TokenDead(inDoubt);
        }
        var heard = attempt.heard;
        if (!asks && attempt.sealedToken == null) {
            attempt.sealedToken = heard.sealedToken();
        }
        return klarna.finalizeAuthorization(
                attempt.known(),
                attempt.payment,
                asks ? null : attempt.sealedToken,
                attempt.finalIntention,
                inDoubt,
                deadline,
                attempt::showInSearch,
                () -> heard.hasPayment() || (!asks && attempt.sealedToken == null && heard.sealedToken() != null));
    }

    /**
     * After an amendment that is not answered, or that by what the run knows was not sent, only Klarna knows the amount;
     * answers whether it said so in time. An amount that nobody told is never confirmed: the customer may have approved
     * another one.
     */
    private boolean amountIsRead() {
        var patience = new Patience(until(deadline), attempt::showInSearch, attempt.heard::hasPayment);
        var seen = klarna.look(attempt.known(), "Read the amount", patience);
        if (seen.isPresent() && seen.get() instanceof Look.Stands(var read) && read.amount() != null) {
            attempt.payment = attempt.payment.amended(read.amount(), null);
            attempt.amountInDoubt = false;
            attempt.amendmentUnsent = false;
            return true;
        }
        return false;
    }

    /** The missing token has come; the call that it interrupts may have found it by a read, and sent it. */
    void tokenHasCome() {
        inDoubt = true;
    }

    /** Klarna refuses the webhook's token and shows another: the tries of this life go on with what reads show. */
    void asksForItsToken(FinalizeOutcome.AnotherToken another) {
        asks = true;
        inDoubt = false;
        goesOn(another.refusal(), another.nextIntention());
    }

    private void goesOn(Refusal why, int nextIntention) {
        attempt.refusal = why;
        wasRefused = true;
        attempt.finalIntention = nextIntention;
    }

    /** Waits for the next try, or until Klarna tells of a payment. */
    void refused(FinalizeOutcome.Refused refused) {
        goesOn(refused.refusal(), refused.nextIntention());
        attempt.showInSearch();
        NamedTimer.await(
                "Next try after a refusal; the token is given up " + Story.time(deadline),
                notPastTheLastTry(),
                attempt.heard::hasPayment);
        pause = earlier(pause.multipliedBy(2), LONGEST_PAUSE_AFTER_REFUSAL);
    }

    /** No pause sleeps through the token's last minutes: a Klarna that takes it again then must be asked. */
    private Duration notPastTheLastTry() {
        var left = until(deadline.minus(Backoff.LAST_TRY));
        return left.compareTo(FIRST_PAUSE_AFTER_REFUSAL) < 0 ? pause : earlier(pause, left);
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * The token died and surely nothing was executed: what Klarna may have opened again is closed. While the token lives
     * at Klarna a completed request may refuse its cancellation, and when it dies there it may be open once more; so the
     * last cancel comes after that, by the slowest of the two clocks.
     *
     * @return whether the customer has completed it once more meanwhile, with another token
     */
    boolean closesOrBeginsAnew() {
        var deadAtKlarna = completedAt.plus(TOKEN_LIFE).plus(attempt.input.tokenSafetyMargin());
        attempt.sealedToken = null;
        attempt.heard.forgetToken();
        cancellation.perform();
        while (!attempt.isPaidByEvent() && (isStillCompleted(deadAtKlarna) || !attempt.isDecided())) {
            if (isStillCompleted(deadAtKlarna)) {
                NamedTimer.await(
                        "Last cancel, when the token is dead at Klarna too",
                        until(deadAtKlarna),
                        attempt::klarnaHasSpoken);
                attempt.takeNews();
            }
            if (!attempt.isPaidByEvent()) {
                cancellation.perform();
            }
        }
        if (attempt.isPaidByEvent()
                || !attempt.isCompleted()
                || !attempt.completedAt().isAfter(completedAt)) {
            return false;
        }
        // The first completion's event may have come meanwhile, with the token that is dead.
        attempt.heard.forgetToken();
        attempt.finalIntention = FinalIntention.ofAnotherCompletion(attempt.finalIntention);
        return true;
    }

    private boolean isStillCompleted(Instant deadAtKlarna) {
        return attempt.isCompleted() && !attempt.completedAt().isAfter(completedAt) && now().isBefore(deadAtKlarna);
    }
}
