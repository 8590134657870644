package dev.kassa.checkout.recovery;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.workflow.AmendAnswer;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.klarna.PaymentDetails;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.HashMap;
import java.util.Map;

/** What a history says of the changes that a merchant asked for: what is being paid in the end. */
final class Amendments {
    private static final String AMEND = "amend";

    private final Payloads payloads;
    private final Map<String, AmendRequest> unanswered = new HashMap<>();
    private PaymentDetails payment;
    private boolean inDoubt;

    Amendments(Payloads payloads, PaymentDetails payment, boolean inDoubt) {
        this.payloads = payloads;
        this.payment = payment;
        this.inDoubt = inDoubt;
    }

    PaymentDetails payment() {
        return payment;
    }

    /** Whether only Klarna knows the amount. */
    boolean inDoubt() {
        return inDoubt || !unanswered.isEmpty();
    }

    void accepted(Updates.Accepted update) {
        if (update.input().getName().equals(AMEND)) {
            unanswered.put(update.id(), payloads.first(update.input().getArgs(), AmendRequest.class));
        }
    }

    void see(HistoryEvent event) {
        if (!event.hasWorkflowExecutionUpdateCompletedEventAttributes()) {
            return;
        }
        var completed = event.getWorkflowExecutionUpdateCompletedEventAttributes();
        var wish = unanswered.remove(completed.getMeta().getUpdateId());
        if (wish != null && completed.getOutcome().hasSuccess()) {
            answered(wish, payloads.first(completed.getOutcome().getSuccess(), AmendAnswer.class));
        }
    }

    /** By a task that was lost, or before a Reset; only one that is answered while the run waits was surely sent or not. */
    private static boolean mayHaveBeenSent(CheckoutStatus status) {
        return status == CheckoutStatus.AUTHORIZING || status == CheckoutStatus.FINALIZING;
    }

    private void answered(AmendRequest wish, AmendAnswer answer) {
        switch (answer.result()) {
            case AMENDED -> payment = payment.amended(answer.checkout().amount(), wish.supplementaryPurchaseData());
            case UNANSWERED -> inDoubt = true;
            case NOT_AMENDABLE -> inDoubt |= mayHaveBeenSent(answer.checkout().status());
            case REFUSED -> {}
        }
    }
}
