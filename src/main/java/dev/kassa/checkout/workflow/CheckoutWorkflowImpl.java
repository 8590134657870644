package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZING;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;

import dev.kassa.checkout.Checkout;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestState;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;

/** One run of a checkout: its saga, and what the world tells it. Handlers only record; the saga decides. */
public final class CheckoutWorkflowImpl implements CheckoutWorkflow {
    private Attempt attempt;

    /** Before any handler, so that a signal that arrives first finds a whole object. */
    @WorkflowInit
    public CheckoutWorkflowImpl(CheckoutInput input) {
        this.attempt = new Attempt(input, CancellationScope.current());
    }

    /** Detached: a cancellation from the UI is a wish that the saga acts on, not an exception in its middle. */
    @Override
    public Checkout run(CheckoutInput sameInput) {
        Workflow.newDetachedCancellationScope(this::sagas).run();
        return status();
    }

    private void sagas() {
        saga();
        while (attempt.status().isRestartable() && !attempt.heard.unsettled().isEmpty()) {
            attempt = attempt.turnedTo(attempt.heard.unsettled());
            saga();
        }
    }

    private void saga() {
        new Saga(attempt).run();
        Workflow.await(Workflow::isEveryHandlerFinished);
    }

    // ---- What the world tells it.

    @Override
    public Started awaitAuthorization(int attemptNumber) {
        Workflow.await(() -> attempt.status() != AUTHORIZING);
        return new Started(attempt.input.references().birth(), status());
    }

    @Override
    public void checkAwaitAuthorization(int attemptNumber) {
        int present = attempt.input.references().attempt();
        if (attemptNumber != present) {
            throw new IllegalArgumentException("this run is attempt " + present);
        }
    }

    @Override
    public Checkout cancel(CancelRequest wish) {
        attempt.heard.merchantCanceled();
        Workflow.await(
                () -> attempt.status().isFinal() || attempt.status() == FINALIZING || attempt.status() == UNCONFIRMED);
        return status();
    }

    @Override
    public AmendAnswer amend(AmendRequest wish) {
        if (!isAmendable()) {
            attempt.amendmentUnsent |= attempt.status() == AUTHORIZING;
            return new AmendAnswer(AmendAnswer.Result.NOT_AMENDABLE, status(), null);
        }
        var amendment = new Heard.Amendment(wish);
        attempt.heard.amend(amendment);
        Workflow.await(() -> amendment.answer != null || attempt.status() != AWAITING_CUSTOMER);
        return amendment.answer == null
                ? new AmendAnswer(AmendAnswer.Result.NOT_AMENDABLE, status(), null)
                : new AmendAnswer(amendment.answer.result(), status(), amendment.answer.refusal());
    }

    private boolean isAmendable() {
        return attempt.status() == AWAITING_CUSTOMER
                && attempt.known().state() == PaymentRequestState.SUBMITTED
                && attempt.heard.unansweredAmendment() == null
                && !attempt.amountInDoubt;
    }

    @Override
    public Checkout resolve(Resolution word) {
        attempt.heard.resolve(word);
        Workflow.await(() -> attempt.status().isFinal());
        return status();
    }

    @Override
    public void checkResolve(Resolution word) {
        word.checkAgainst(attempt.status(), attempt.awaitsAWord());
    }

    @Override
    public void paymentRequestChanged(KlarnaEvent event) {
        attempt.hear(event);
    }

    @Override
    public void customerReturned() {
        attempt.heard.customerReturned();
    }

    // ---- What can be asked of it.

    @Override
    public Checkout status() {
        return attempt.checkout();
    }

    @Override
    public Instant since() {
        return attempt.since();
    }

    @Override
    public PaymentDetails payment() {
        return attempt.payment;
    }
}
