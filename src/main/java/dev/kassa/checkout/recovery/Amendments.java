package dev.kassa.checkout.recovery;

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
    private final Map<Long, AmendRequest> unanswered = new HashMap<>();
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

    void see(HistoryEvent event) {
        switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> {
                var input = event.getWorkflowExecutionUpdateAcceptedEventAttributes()
                        .getAcceptedRequest()
                        .getInput();
                if (input.getName().equals(AMEND)) {
                    unanswered.put(event.getEventId(), payloads.first(input.getArgs(), AmendRequest.class));
                }
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED -> {
                var completed = event.getWorkflowExecutionUpdateCompletedEventAttributes();
                var wish = unanswered.remove(completed.getAcceptedEventId());
                if (wish != null && completed.getOutcome().hasSuccess()) {
                    answered(wish, payloads.first(completed.getOutcome().getSuccess(), AmendAnswer.class));
                }
            }
            default -> {}
        }
    }

    private void answered(AmendRequest wish, AmendAnswer answer) {
        switch (answer.result()) {
            case AMENDED -> payment = payment.amended(answer.checkout().amount(), wish.supplementaryPurchaseData());
            case UNANSWERED -> inDoubt = true;
            case NOT_AMENDABLE, REFUSED -> {}
        }
    }
}
