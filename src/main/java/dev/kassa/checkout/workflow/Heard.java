package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.klarna.PaymentRequestId;
import io.temporal.workflow.CancellationScope;
import org.jspecify.annotations.Nullable;

/** What the world has told a run and the saga has not yet acted on. It records; it decides nothing. */
final class Heard {
    private final AttemptReferences references;
    private final CancellationScope run;

    /** Klarna's final word on the Payment Request, from an event. */
    private @Nullable KlarnaEvent decision;

    private @Nullable KlarnaEvent authorized;
    private @Nullable KlarnaEvent olderAuthorized;
    private boolean worthALook;
    private boolean merchantCanceled;
    private @Nullable Amendment amendment;
    private @Nullable Resolution resolution;

    /**
     * @param references this attempt's, against which every event is held
     * @param run the run's own scope: a cancellation from UI or CLI shows there
     */
    Heard(AttemptReferences references, CancellationScope run) {
        this.references = references;
        this.run = run;
    }

    /** A merchant's wish to amend, until it is answered. */
    static final class Amendment {
        final AmendRequest request;

        @Nullable
        AmendAnswerParts answer;

        Amendment(AmendRequest request) {
            this.request = request;
        }
    }

    /** An amendment's answer without the checkout, which is added when it is given. */
    record AmendAnswerParts(AmendAnswer.Result result, dev.kassa.checkout.@Nullable Refusal refusal) {}

    /**
     * Records what an event says of this attempt, and of an older one only that it was paid.
     *
     * @param known the Payment Request's id, once Klarna has told it
     */
    void event(KlarnaEvent event, @Nullable PaymentRequestId known) {
        var reference = event.paymentRequestReference();
        var named = reference == null ? null : AttemptReferences.of(reference).orElse(null);
        if (named != null && named.isBefore(references)) {
            olderAuthorized = event.kind() == KlarnaEvent.Kind.TRANSACTION_AUTHORIZED ? event : olderAuthorized;
        } else if (reference == null ? fits(event, known) && known != null : references.equals(named)) {
            record(event, known);
        }
    }

    private void record(KlarnaEvent event, @Nullable PaymentRequestId known) {
        if (!fits(event, known)) {
            return;
        }
        switch (event.kind()) {
            case TRANSACTION_AUTHORIZED -> {
                authorized = event;
                worthALook = true;
            }
            case REQUEST_COMPLETED, REQUEST_DECLINED, REQUEST_EXPIRED, REQUEST_CANCELED -> {
                if (decision == null || outweighs(event, decision)) {
                    decision = event;
                }
            }
        }
    }

    /** An event that names another Payment Request than this attempt's moves nothing. */
    private static boolean fits(KlarnaEvent event, @Nullable PaymentRequestId known) {
        return known == null || event.paymentRequestId() == null || known.equals(event.paymentRequestId());
    }

    /** A completion outweighs everything, because acting on it finds the truth; else the later word counts. */
    private static boolean outweighs(KlarnaEvent one, KlarnaEvent other) {
        boolean oneCompleted = one.kind() == KlarnaEvent.Kind.REQUEST_COMPLETED;
        boolean otherCompleted = other.kind() == KlarnaEvent.Kind.REQUEST_COMPLETED;
        return oneCompleted == otherCompleted ? one.occurredAt().isAfter(other.occurredAt()) : oneCompleted;
    }

    /** Hands over Klarna's final word, once; one that turns out to name another Payment Request is dropped. */
    @Nullable
    KlarnaEvent takeDecision(@Nullable PaymentRequestId known) {
        var taken = decision;
        decision = null;
        return taken != null && fits(taken, known) ? taken : null;
    }

    boolean hasDecision() {
        return decision != null;
    }

    @Nullable
    KlarnaEvent authorized() {
        return authorized;
    }

    @Nullable
    KlarnaEvent olderAuthorized() {
        return olderAuthorized;
    }

    void customerReturned() {
        worthALook = true;
    }

    boolean isWorthALook() {
        return worthALook;
    }

    void looked() {
        worthALook = false;
    }

    void merchantCanceled() {
        merchantCanceled = true;
    }

    boolean hasMerchantCanceled() {
        return merchantCanceled;
    }

    boolean hasOperatorCanceled() {
        return run.isCancelRequested();
    }

    /** Whether somebody wants this attempt to stop waiting for its customer. */
    boolean mustStop() {
        return merchantCanceled || hasOperatorCanceled() || olderAuthorized != null;
    }

    void amend(Amendment wish) {
        amendment = wish;
    }

    @Nullable
    Amendment unansweredAmendment() {
        return amendment != null && amendment.answer == null ? amendment : null;
    }

    void resolve(Resolution word) {
        resolution = word;
    }

    @Nullable
    Resolution resolution() {
        return resolution;
    }
}
