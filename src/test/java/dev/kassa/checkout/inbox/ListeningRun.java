package dev.kassa.checkout.inbox;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.workflow.AmendAnswer;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.checkout.workflow.CancelRequest;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.Resolution;
import dev.kassa.checkout.workflow.Started;
import dev.kassa.klarna.PaymentDetails;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A run that only listens, and ends when its customer comes back. */
public final class ListeningRun implements CheckoutWorkflow {
    /** What all runs of this process have heard; each test uses checkouts of its own. */
    static final List<KlarnaEvent> HEARD = new CopyOnWriteArrayList<>();

    private boolean over;

    @Override
    public Checkout run(CheckoutInput input) {
        Workflow.await(() -> over);
        var at = input.createdAt();
        return new Checkout(
                input.references().checkoutId(),
                input.reference(),
                CheckoutStatus.EXPIRED,
                input.references().attempt(),
                input.payment().amount(),
                input.payment().currency(),
                input.sessionExpiresAt(),
                at,
                at,
                null,
                null,
                null,
                Reason.SESSION_TIMEOUT,
                null,
                null);
    }

    @Override
    public void paymentRequestChanged(KlarnaEvent event) {
        if (!WorkflowUnsafe.isReplaying()) {
            HEARD.add(event);
        }
    }

    @Override
    public void customerReturned() {
        over = true;
    }

    @Override
    public Started awaitAuthorization(int attempt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkAwaitAuthorization(int attempt) {}

    @Override
    public Checkout cancel(CancelRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AmendAnswer amend(AmendRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Checkout resolve(Resolution resolution) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkResolve(Resolution resolution) {}

    @Override
    public Checkout status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant since() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PaymentDetails payment() {
        throw new UnsupportedOperationException();
    }
}
