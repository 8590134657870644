package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;
import dev.kassa.klarna.PaymentDetails;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;

/** One attempt of one checkout, from the first authorize to Klarna's last word. Its workflow id is the checkout's id. */
@WorkflowInterface
public interface CheckoutWorkflow {
    /** The checkout, ended. */
    @WorkflowMethod(name = "CheckoutWorkflow")
    Checkout run(CheckoutInput input);

    /**
     * Waits until the first authorize is answered.
     *
     * @param attempt must be this run's; a late twin of an older or newer start is refused
     */
    @UpdateMethod(
            name = "awaitAuthorization",
            description = "Wait for the first authorize. Argument: the attempt, e.g. 1")
    Started awaitAuthorization(int attempt);

    @UpdateValidatorMethod(updateName = "awaitAuthorization")
    void checkAwaitAuthorization(int attempt);

    /** Asks for a cancellation and waits for Klarna's word on it: canceled, or the customer was first. */
    @UpdateMethod(
            name = "cancel",
            description = "Cancel this checkout for the merchant. Argument: {\"reason\": \"customer_abandoned\"}")
    Checkout cancel(CancelRequest request);

    /** Changes amount or purchase data while Klarna's state is SUBMITTED. */
    @UpdateMethod(name = "amend", description = "Change the amount while SUBMITTED. Argument: {\"amount\": 9500}")
    AmendAnswer amend(AmendRequest request);

    /** An operator's word on an UNCONFIRMED checkout. */
    @UpdateMethod(
            name = "resolve",
            description =
                    "Only while UNCONFIRMED. Argument: {\"outcome\": \"AUTHORIZED|CANCELED|DECLINED|EXPIRED|FAILED\","
                            + " \"payment_transaction_id\": \"krn:... (for AUTHORIZED)\", \"reason\": \"who found out what\"}")
    Checkout resolve(Resolution resolution);

    @UpdateValidatorMethod(updateName = "resolve")
    void checkResolve(Resolution resolution);

    /** Klarna said something about a Payment Request or a Payment Transaction of this checkout. */
    @SignalMethod(name = "paymentRequestChanged")
    void paymentRequestChanged(KlarnaEvent event);

    /** The customer's browser came back: a hint that a read is worth its while. */
    @SignalMethod(name = "customerReturned")
    void customerReturned();

    /** The checkout as it stands. */
    @QueryMethod(name = "status")
    Checkout status();

    /** Since when it stands as it does: while FINALIZING since the customer completed, by Klarna's clock. */
    @QueryMethod(name = "since")
    Instant since();

    /** What is being paid, accepted amendments included: what a restart goes on with. */
    @QueryMethod(name = "payment")
    PaymentDetails payment();
}
