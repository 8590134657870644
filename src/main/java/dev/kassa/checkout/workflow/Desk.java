package dev.kassa.checkout.workflow;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.PaymentRequestId;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** The search attributes by which operators find a run; each change of them is an event, so only what they could wait on. */
final class Desk {
    private CheckoutStatus shown;
    private @Nullable PaymentRequestId shownId;

    /** With what the run was started. */
    Desk(Beginning beginning) {
        var request = beginning.request();
        this.shown = beginning.status();
        this.shownId = request == null ? null : request.paymentRequestId();
    }

    /** Shows the status, and the Payment Request once it is known, in one event; nothing where nothing changed. */
    void show(CheckoutStatus status, @Nullable PaymentRequestId id) {
        if (shown == status) {
            return;
        }
        shown = status;
        var update = SearchAttributeKeys.CHECKOUT_STATUS.valueSet(status.name());
        if (id == null || id.equals(shownId)) {
            Workflow.upsertTypedSearchAttributes(update);
        } else {
            shownId = id;
            Workflow.upsertTypedSearchAttributes(update, SearchAttributeKeys.PAYMENT_REQUEST_ID.valueSet(id.value()));
        }
    }
}
