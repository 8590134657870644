package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import io.temporal.workflow.CancellationScope;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the world has told a run and the saga has not yet acted on. It records; it decides nothing. Longer than
 * other files for its many short answers.
 */
final class Heard {
    private final AttemptReferences references;
    private final AttemptReferences newest;
    private final CancellationScope run;

    /** Klarna's final word on the Payment Request, from an event. */
    private @Nullable KlarnaEvent decision;

    /** The token of a completion that was known without one. */
    private @Nullable String sealedToken;

    private @Nullable KlarnaEvent authorized;
    private @Nullable KlarnaEvent otherAuthorized;
    private @Nullable KlarnaEvent otherCompleted;
    private boolean worthALook;
    private boolean customerReturned;
    private boolean merchantCanceled;
    private @Nullable Amendment amendment;
    private @Nullable Resolution resolution;

    /**
     * @param references the attempt's that the run is about, against which every event is held
     * @param newest the newest attempt's, which is another where an older one is recovered
     * @param run the run's own scope: a cancellation from UI or CLI shows there
     */
    Heard(AttemptReferences references, AttemptReferences newest, CancellationScope run) {
        this.references = references;
        this.newest = newest;
        this.run = run;
    }

    /** What the run before this one had heard and not acted on. */
    void before(Beginning beginning, @Nullable PaymentRequest request) {
        beginning.heard().forEach(event -> event(event, request));
        merchantCanceled = beginning.merchantCanceled();
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
    record AmendAnswerParts(
            AmendAnswer.Result result, @Nullable Refusal refusal) {}

    /**
     * Records what an event says of this attempt, and of another one that it was completed or paid.
     *
     * @param request the Payment Request as it is known, once Klarna has told of it
     */
    void event(KlarnaEvent event, @Nullable PaymentRequest request) {
        var known = request == null ? null : request.paymentRequestId();
        var reference = event.paymentRequestReference();
        var named = reference == null ? null : AttemptReferences.of(reference).orElse(null);
        if (named != null && isAnother(named)) {
            otherAuthorized = tellsOfTransaction(event) ? event : otherAuthorized;
            otherCompleted = tellsOfCompletion(event) ? event : otherCompleted;
        } else if (reference == null ? fits(event, known) && known != null : references.equals(named)) {
            record(event, request);
        }
    }

    /** Of the same checkout; and one after the newest there is not. */
    private boolean isAnother(AttemptReferences named) {
        return named.isBefore(references) || (references.isBefore(named) && !newest.isBefore(named));
    }

    private void record(KlarnaEvent event, @Nullable PaymentRequest request) {
        var known = request == null ? null : request.paymentRequestId();
        if (!fits(event, known)) {
            return;
        }
        if (isKnown(event, request)) {
            if (event.sealedToken() != null && !isOfAnEarlierCompletion(event, request)) {
                sealedToken = event.sealedToken();
            }
            return;
        }
        switch (event.kind()) {
            case TRANSACTION_AUTHORIZED -> {
                authorized = tellsOfTransaction(event) ? event : authorized;
                worthALook = true;
            }
            case REQUEST_COMPLETED, REQUEST_DECLINED, REQUEST_EXPIRED, REQUEST_CANCELED -> {
                if (event.paymentRequestId() == null && known == null) {
                    // Nobody knows yet which Payment Request that is; the authorize's answer tells, and then a look.
                    worthALook = true;
                } else if (decision == null || outweighs(event, decision)) {
                    decision = event;
                }
            }
        }
    }

    /** A transaction without its id settles nothing; it is a hint that a look is worth its while. */
    private static boolean tellsOfTransaction(KlarnaEvent event) {
        return event.kind() == KlarnaEvent.Kind.TRANSACTION_AUTHORIZED && event.paymentTransactionId() != null;
    }

    /** One that does not say which Payment Request it means cannot be gone into. */
    private static boolean tellsOfCompletion(KlarnaEvent event) {
        return event.kind() == KlarnaEvent.Kind.REQUEST_COMPLETED && event.paymentRequestId() != null;
    }

    /** A completion that is told again is no news, and must not stand in for Klarna's next word. */
    private static boolean isKnown(KlarnaEvent event, @Nullable PaymentRequest request) {
        return event.kind() == KlarnaEvent.Kind.REQUEST_COMPLETED
                && request != null
                && request.state() == PaymentRequestState.COMPLETED
                && (request.updatedAt() == null || !event.occurredAt().isAfter(request.updatedAt()));
    }

    /** A request completes again only when its token has died: so the token of an event so much older is dead. */
    private static boolean isOfAnEarlierCompletion(KlarnaEvent event, @Nullable PaymentRequest request) {
        return request != null
                && request.updatedAt() != null
                && !event.occurredAt().plus(Finalization.TOKEN_LIFE).isAfter(request.updatedAt());
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

    /** A token that came after its completion was known; absent where none did. */
    @Nullable
    String sealedToken() {
        return sealedToken == null && decision != null ? decision.sealedToken() : sealedToken;
    }

    /** Its token is dead; one that comes from now on is another completion's. */
    void forgetToken() {
        sealedToken = null;
    }

    @Nullable
    KlarnaEvent authorized() {
        return authorized;
    }

    @Nullable
    KlarnaEvent otherAuthorized() {
        return otherAuthorized;
    }

    /** The attempt has ended, and by its end what it had heard is settled, but for another attempt's completion. */
    void ended() {
        decision = null;
    }

    /**
     * Of an attempt that has ended unpaid: another one's completion, which waited for that, and before it the money that
     * Klarna told of since, while the run was not yet over.
     */
    List<KlarnaEvent> unsettled() {
        var completed = decision != null && tellsOfCompletion(decision) ? decision : null;
        return Stream.of(authorized, otherAuthorized, otherCompleted, completed)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The transactions that Klarna's events told of, of this attempt and of another one. */
    List<KlarnaEvent> payments() {
        return Stream.of(authorized, otherAuthorized).filter(Objects::nonNull).toList();
    }

    void worthALook() {
        worthALook = true;
    }

    /** Whether Klarna's events say that there is a payment, of this attempt or of another one. */
    boolean hasPayment() {
        return authorized != null || otherAuthorized != null;
    }

    void customerReturned() {
        worthALook = true;
        customerReturned = true;
    }

    boolean isWorthALook() {
        return worthALook;
    }

    /** Since the last look. */
    boolean hasCustomerReturned() {
        return customerReturned;
    }

    void looked() {
        worthALook = false;
        customerReturned = false;
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
        return merchantCanceled || hasOperatorCanceled() || otherAuthorized != null;
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
