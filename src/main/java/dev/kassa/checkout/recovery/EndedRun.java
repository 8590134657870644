package dev.kassa.checkout.recovery;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.FinalIntention;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.Recovery;
import dev.kassa.checkout.workflow.Recovery.Told;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.PaymentRequestId;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run that is over, read from its history: it needs no worker, and a terminated run cannot be asked. */
final class EndedRun {
    private static final String SIGNAL = "paymentRequestChanged";
    private static final String CANCEL = "cancel";

    private final WorkflowExecutionDescription description;
    private final CheckoutInput input;
    private final FinalTries finalTries;
    private final Updates updates = new Updates();
    private final Amendments amendments;
    private final Turn turn;
    private final List<KlarnaEvent> heard;
    private boolean asked;
    private boolean merchantCanceled;
    private boolean aTaskDied;
    private boolean inATask;
    private @Nullable Checkout result;

    private EndedRun(WorkflowExecutionDescription description, List<HistoryEvent> history, Payloads payloads) {
        this.description = description;
        this.input = payloads.first(
                history.getFirst().getWorkflowExecutionStartedEventAttributes().getInput(), CheckoutInput.class);
        var before = input.recovery();
        this.finalTries = before == null
                ? new FinalTries(payloads, FinalIntention.FIRST, false)
                : new FinalTries(payloads, before.finalIntention(), before.finalInDoubt());
        this.amendments = before == null
                ? new Amendments(payloads, input.payment(), false)
                : new Amendments(payloads, before.payment(), before.amountInDoubt());
        this.turn = new Turn(finalTries::turn);
        this.heard = new ArrayList<>(before == null ? List.of() : before.heard());
        this.asked = before != null && before.mayHaveAsked();
        this.merchantCanceled = before != null && before.merchantCanceled();
        history.forEach(event -> see(event, payloads));
    }

    static EndedRun read(WorkflowClient client, CheckoutId id, WorkflowExecutionDescription description) {
        var history = client.fetchHistory(id.value(), description.getExecution().getRunId())
                .getEvents();
        return new EndedRun(description, history, new Payloads(client, id.value()));
    }

    private void see(HistoryEvent event, Payloads payloads) {
        finalTries.see(event);
        updates.accepted(event).ifPresent(update -> {
            amendments.accepted(update);
            merchantCanceled |= update.input().getName().equals(CANCEL);
        });
        amendments.see(event);
        turn.see(event);
        switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_TASK_STARTED -> {
                asked = true;
                inATask = true;
            }
            case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> inATask = false;
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
                result = payloads.first(
                        event.getWorkflowExecutionCompletedEventAttributes().getResult(), Checkout.class);
            case EVENT_TYPE_WORKFLOW_TASK_FAILED -> died();
            case EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT -> {
                // A task that no worker began has done nothing.
                if (event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType()
                        != TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START) {
                    died();
                }
            }
            case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> {
                var signal = event.getWorkflowExecutionSignaledEventAttributes();
                if (signal.getSignalName().equals(SIGNAL)) {
                    hear(payloads.first(signal.getInput(), KlarnaEvent.class));
                }
            }
            default -> {}
        }
    }

    private void died() {
        aTaskDied = true;
        inATask = false;
    }

    /** Only what a read may not show again: that it was completed, with which token, and that it was paid. */
    private void hear(KlarnaEvent event) {
        switch (event.kind()) {
            case REQUEST_COMPLETED, TRANSACTION_AUTHORIZED -> heard.add(event);
            case REQUEST_DECLINED, REQUEST_EXPIRED, REQUEST_CANCELED -> {}
        }
    }

    CheckoutInput input() {
        return input;
    }

    /** Whether the run itself had heard of that completion. */
    boolean hasHeard(KlarnaEvent event) {
        return heard.stream()
                .anyMatch(known -> known.kind() == event.kind()
                        && Objects.equals(known.paymentRequestReference(), event.paymentRequestReference())
                        && !known.occurredAt().isBefore(event.occurredAt()));
    }

    /** Whether that event tells of the very payment that the run ended with. */
    boolean isPaidBy(KlarnaEvent event) {
        var paid = result == null ? null : result.paymentTransaction();
        return paid != null && paid.paymentTransactionId().equals(event.paymentTransactionId());
    }

    /** What the next run has to know where this one was cut off: every try that is not answered may have been executed. */
    Recovery cutOff() {
        boolean perhapsUnseen = aTaskDied || inATask;
        var before = input.recovery();
        var turnedTo = turn.to(heard);
        var older = turnedTo != null || before == null ? turnedTo : before.older();
        var toldBefore = before == null ? null : before.told();
        return facts(
                paymentRequestId(),
                finalTries.inDoubt() || perhapsUnseen,
                turnedTo != null || amendments.inDoubt(),
                turnedTo != null ? turn.told(input, merchantCanceled) : toldBefore,
                older,
                withItsOwnAnswer(older));
    }

    /** What the next run has to know where this one ended by itself, as the merchant was told. */
    Recovery ended(KlarnaEvent late) {
        var told = told();
        boolean paidSomewhere = told == null || late.kind() == KlarnaEvent.Kind.TRANSACTION_AUTHORIZED;
        boolean isPaid = told != null && told.status() == CheckoutStatus.AUTHORIZED;
        var older = input.recovery() == null ? null : input.recovery().older();
        // What such a run shows is the Payment Request that was paid, or that it was about, which may be an older
        // attempt's.
        boolean showsAnother = isOfThisAttempt(late)
                ? isPaid || older != null || turn.to(heard) != null
                // Of a paid run only another request's payment comes here; this one names no attempt.
                : isPaid && late.paymentRequestReference() == null;
        var known = showsAnother ? null : paymentRequestId();
        return facts(
                known != null ? known : late.paymentRequestId(),
                paidSomewhere,
                amendments.inDoubt(),
                told,
                showsAnother ? null : older,
                List.of());
    }

    private boolean isOfThisAttempt(KlarnaEvent event) {
        return input.references().paymentRequestReference().equals(event.paymentRequestReference());
    }

    /** The unpaid end that the merchant was told of; absent where the run gave up unconfirmed. */
    private @Nullable Told told() {
        var last = result;
        var shown = description.getTypedSearchAttributes().get(SearchAttributeKeys.CHECKOUT_STATUS);
        var ended = last == null
                // The SDK keeps no result of a run that was canceled from the UI; an operator did that.
                ? new Told(CheckoutStatus.valueOf(String.valueOf(shown)), Reason.OPERATOR_CANCELED)
                : new Told(last.status(), last.reason() == null ? Reason.OUTCOME_UNKNOWN : last.reason());
        return ended.status().isFinal() ? ended : null;
    }

    private Recovery facts(
            @Nullable PaymentRequestId id,
            boolean finalInDoubt,
            boolean amountInDoubt,
            @Nullable Told told,
            @Nullable AttemptReferences older,
            List<KlarnaEvent> carried) {
        return new Recovery(
                description.getExecution().getRunId(),
                id,
                expiresBy(),
                asked,
                amendments.payment(),
                amountInDoubt,
                finalTries.intention(),
                finalInDoubt,
                merchantCanceled,
                told,
                older,
                carried);
    }

    private List<KlarnaEvent> withItsOwnAnswer(@Nullable AttemptReferences older) {
        var paid = finalTries.paid();
        if (paid == null) {
            return List.copyOf(heard);
        }
        var all = new ArrayList<>(heard);
        all.add(new KlarnaEvent(
                KlarnaEvent.Kind.TRANSACTION_AUTHORIZED,
                null,
                (older != null ? older : input.references()).paymentRequestReference(),
                endedAt(),
                null,
                paid.paymentTransactionId(),
                null));
        return all;
    }

    private @Nullable PaymentRequestId paymentRequestId() {
        var shown = description.getTypedSearchAttributes().get(SearchAttributeKeys.PAYMENT_REQUEST_ID);
        if (shown != null) {
            return new PaymentRequestId(shown);
        }
        var told = heard.stream()
                .map(KlarnaEvent::paymentRequestId)
                .filter(id -> id != null)
                .findFirst();
        return told.orElseGet(
                () -> input.recovery() == null ? null : input.recovery().paymentRequestId());
    }

    /** It was there before this run ended, so it has not longer than its whole life from then on. */
    private Instant expiresBy() {
        if (turn.to(heard) == null
                && input.recovery() != null
                && input.recovery().paymentRequestId() != null) {
            return input.recovery().expiresBy();
        }
        return input.expiresBy(endedAt());
    }

    private Instant endedAt() {
        var closed = description.getCloseTime();
        return closed != null ? closed : input.createdAt();
    }
}
