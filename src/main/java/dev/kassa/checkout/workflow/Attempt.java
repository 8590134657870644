package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZING;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransaction;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows of the attempt that it sees to. All state of the saga is here, but for what was heard and not yet acted
 * on, and what a single step keeps for itself; the saga and its steps change it, and every change is shown to
 * operators and counted. Longer than other files, so that what is known, how it changes and what can be asked of it are
 * read in one place.
 */
final class Attempt {
    final CheckoutInput input;
    final Beginning beginning;
    final Heard heard;
    final KlarnaCalls calls;
    final Counts counts = new Counts();
    private final CancellationScope run;
    private final Desk desk;

    private CheckoutStatus status;
    private Instant updatedAt;
    private @Nullable PaymentRequest request;
    private Instant lastKnownOpenAt;
    private boolean awaitsAWord;
    private boolean isGone;

    PaymentDetails payment;
    boolean amountInDoubt;
    /** Whether an amendment was heard and not sent: Klarna may have it from a task that was lost, or from before a Reset. */
    boolean amendmentUnsent;

    int finalIntention;
    /** Whether an earlier run may have confirmed the payment without our knowing. */
    boolean finalInDoubt;

    @Nullable
    String sealedToken;

    @Nullable
    Instant tokenDeadline;

    @Nullable
    Instant giveUpDeadline;

    @Nullable
    Reason stoppedFor;

    @Nullable
    PaymentTransaction transaction;

    /** Of another attempt that turned out paid: by it Klarna's word of a second payment is known as one. */
    @Nullable
    PaymentRequestId paidRequest;

    @Nullable
    String customerToken;

    @Nullable
    Reason reason;

    @Nullable
    Refusal refusal;

    Checkout.@Nullable Resolved resolved;

    /** @param run the run's own scope, which a cancellation from UI or CLI cancels */
    Attempt(CheckoutInput input, CancellationScope run) {
        this(input, run, new KlarnaCalls(), new Desk(new Beginning(input)), input.createdAt());
    }

    private Attempt(CheckoutInput input, CancellationScope run, KlarnaCalls calls, Desk desk, Instant lastKnownOpenAt) {
        this.input = input;
        this.beginning = new Beginning(input);
        this.heard = new Heard(beginning.atKlarna(), input.references(), run);
        this.calls = calls;
        this.run = run;
        this.desk = desk;
        this.status = beginning.status();
        this.reason = beginning.reason();
        this.payment = beginning.payment();
        this.amountInDoubt = beginning.amountInDoubt();
        this.finalIntention = beginning.finalIntention();
        this.finalInDoubt = beginning.finalInDoubt();
        this.request = beginning.request();
        this.updatedAt = beginning.at();
        this.lastKnownOpenAt = lastKnownOpenAt;
        heard.before(beginning, request);
    }

    /**
     * While this attempt was open Klarna told that the customer had completed another one; or it told of money when this
     * one had ended and its run had not. This one has ended unpaid, and whoever asked was told so; what follows is as in a
     * recovery that comes after the end, only in the same run.
     *
     * @param news which attempt it turns to says the first
     */
    Attempt turnedTo(List<KlarnaEvent> news) {
        var told = new Recovery.Told(status, requireNonNull(reason, "an end without a reason"));
        var first = news.getFirst();
        var named = first.paymentRequestReference();
        var own = beginning.atKlarna();
        var whose = (named == null ? Optional.<AttemptReferences>empty() : AttemptReferences.of(named)).orElse(own);
        var facts = Recovery.ofOlder(
                whose,
                first.paymentRequestId() == null && whose.equals(own) ? knownId() : first.paymentRequestId(),
                Workflow.getInfo().getRunId(),
                input.expiresBy(now()),
                payment,
                finalIntention,
                told);
        var other = new Attempt(input.recovering(facts), run, calls, desk, lastKnownOpenAt);
        news.forEach(other::hear);
        other.showInSearch();
        return other;
    }

    // ---- What is learned.

    void hear(KlarnaEvent event) {
        heard.event(event, request);
    }

    void learn(Look look) {
        isGone = look instanceof Look.Gone;
        learn(
                switch (look) {
                    case Look.Stands(var seen) -> seen;
                    case Look.Gone _ -> known().expired(now());
                });
    }

    void learn(PaymentRequest seen) {
        counts.learned(request, seen);
        request = request == null ? seen : request.seenAgain(seen);
        updatedAt = now();
        if (!seen.state().isDecided()) {
            lastKnownOpenAt = now();
        }
        tellUi();
    }

    /** Acts on Klarna's last event. */
    void takeNews() {
        var event = heard.takeDecision(knownId());
        var id = event != null && event.paymentRequestId() != null ? event.paymentRequestId() : knownId();
        if (event == null || id == null) {
            return;
        }
        if (event.sealedToken() != null) {
            sealedToken = event.sealedToken();
        }
        counts.asks(Counts.FoundBy.WEBHOOK);
        if (isBelieved(event.kind())) {
            learn(event.asPaymentRequest(id));
        } else {
            learn(event.asHint(id));
            heard.worthALook();
        }
    }

    /** Whether an event's word is enough, or a look has to confirm it. */
    private boolean isBelieved(KlarnaEvent.Kind kind) {
        return switch (kind) {
            case REQUEST_COMPLETED -> true;
            // Klarna's documents disagree on whether DECLINED is final; where it is not, the customer may go on.
            case REQUEST_DECLINED, TRANSACTION_AUTHORIZED -> false;
            // A task that died may have seen a completion and confirmed it.
            case REQUEST_EXPIRED, REQUEST_CANCELED -> !calls.anEarlierTaskDied();
        };
    }

    void become(CheckoutStatus next) {
        if (status != next) {
            var before = status;
            status = status.to(next);
            updatedAt = now();
            reason = next.isFinal() || next == UNCONFIRMED ? reason : null;
            counts.became(before, next, reason, this::completedAt);
        }
        tellUi();
    }

    // ---- What operators see.

    void showWaiting() {
        if (status == AUTHORIZING) {
            become(AWAITING_CUSTOMER);
            showInSearch();
        }
    }

    /** From now on an operator's word is taken. */
    void showUnconfirmed() {
        awaitsAWord = true;
        showInSearch();
    }

    void showInSearch() {
        desk.show(status, paidRequest != null ? paidRequest : knownId());
        tellUi();
    }

    void tellUi() {
        var until = status == UNCONFIRMED ? giveUpDeadline : tokenDeadline;
        var story = new Story(checkout(), beginning.atKlarna(), until, stoppedFor, calls.trouble(), beginning.story());
        Workflow.setCurrentDetails(story.currentDetails());
    }

    // ---- What can be asked.

    CheckoutStatus status() {
        return status;
    }

    boolean awaitsAWord() {
        return awaitsAWord;
    }

    boolean klarnaHasSpoken() {
        return heard.hasDecision() || isPaidByEvent();
    }

    /** Whether Klarna's last word of the Payment Request is a final one. */
    boolean isDecided() {
        return request != null && request.state().isDecided();
    }

    /** Whether the Payment Request could not be found any more when it was last asked for. */
    boolean isGone() {
        return isGone;
    }

    boolean isCompleted() {
        return known().state() == PaymentRequestState.COMPLETED;
    }

    boolean isPaidByEvent() {
        return heard.authorized() != null;
    }

    boolean hasRequest() {
        return request != null;
    }

    PaymentRequest known() {
        return requireNonNull(request, "no Payment Request is known yet");
    }

    @Nullable
    PaymentRequestId knownId() {
        return request == null ? null : request.paymentRequestId();
    }

    /** When the customer completed, by Klarna's clock; where Klarna did not say, the last time it was surely open. */
    Instant completedAt() {
        var at = known().updatedAt();
        return at != null ? at : lastKnownOpenAt;
    }

    /** Since when it stands as it does: the customer's completion, or the last change. */
    Instant since() {
        return status == FINALIZING ? completedAt() : updatedAt;
    }

    Checkout checkout() {
        return checkout(transaction);
    }

    /** As it is, but for the transaction. */
    Checkout checkout(@Nullable PaymentTransaction paid) {
        return new Checkout(
                input.references().checkoutId(),
                input.reference(),
                status,
                input.references().attempt(),
                payment.amount(),
                payment.currency(),
                input.sessionExpiresAt(),
                input.createdAt(),
                updatedAt,
                request == null ? null : Checkout.RequestView.of(request),
                paid,
                customerToken,
                reason,
                refusal,
                resolved);
    }
}
