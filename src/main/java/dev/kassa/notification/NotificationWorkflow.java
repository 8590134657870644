package dev.kassa.notification;

import dev.kassa.checkout.MerchantDeliveries.Delivery;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One notification to one merchant, tried until it is delivered or 72 hours have passed. */
@WorkflowInterface
public interface NotificationWorkflow {
    /** What came of it. */
    @WorkflowMethod(name = "NotificationWorkflow")
    Delivery run(Notification notification);

    /** The merchant or an operator wants a try now. */
    @SignalMethod(name = "resend")
    void resend();

    /** How far it is. */
    @QueryMethod(name = "delivery")
    Delivery delivery();
}
