package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AUTHORIZING;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static dev.kassa.checkout.workflow.WorkflowTime.until;
import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.KlarnaCalls.Patience;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransaction;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The saga of one attempt: authorize, wait for the customer, confirm in time, or see to it that nothing stays open.
 *
 * <p>Longer than our files are elsewhere, on purpose: all state and all branching of the saga stand in one place.
 */
public final class CheckoutWorkflowImpl implements CheckoutWorkflow {
    static final Duration TOKEN_LIFE = Duration.ofMinutes(60);
    private static final Duration FIRST_PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE_AFTER_REFUSAL = Duration.ofMinutes(15);
    private static final Duration UNCONFIRMED_FOR = Duration.ofDays(7);
    private static final Duration UNCONFIRMED_LOOK_EVERY = Duration.ofHours(1);

    // ---- What it knows. All state is here, but for what was heard and not yet acted on.

    private final CheckoutInput input;
    private final CancellationScope scope = CancellationScope.current();
    private final KlarnaCalls calls = new KlarnaCalls();
    private final Nap nap;
    private final Counts counts = new Counts();
    private final Desk desk;
    private Beginning beginning;
    private Heard heard;
    private KlarnaSteps klarna;
    private CheckoutStatus status;
    private Instant updatedAt;
    private PaymentDetails payment;
    private boolean amountInDoubt;
    private int finalIntention;
    /** Whether an earlier run may have confirmed the payment without our knowing. */
    private boolean finalInDoubt;

    private @Nullable PaymentRequest request;
    private Instant lastKnownOpenAt;
    private @Nullable String sealedToken;
    private @Nullable Instant tokenDeadline;
    private @Nullable Instant givenUpAt;
    private @Nullable Reason stoppedFor;
    private @Nullable PaymentTransaction transaction;
    private @Nullable String customerToken;
    private @Nullable Reason reason;
    private @Nullable Refusal refusal;
    private Checkout.@Nullable Resolved resolved;
    private boolean awaitsAWord;

    /** Before any handler, so that a signal that arrives first finds a whole object. */
    @WorkflowInit
    public CheckoutWorkflowImpl(CheckoutInput input) {
        this.input = input;
        this.nap = new Nap(input.sessionExpiresAt());
        this.lastKnownOpenAt = input.createdAt();
        begin(new Beginning(input));
        this.desk = new Desk(status, knownId());
    }

    private void begin(Beginning from) {
        beginning = from;
        heard = new Heard(from.atKlarna(), scope);
        klarna = new KlarnaSteps(input, from.atKlarna(), calls);
        status = from.status();
        reason = from.reason();
        payment = from.payment();
        amountInDoubt = from.amountInDoubt();
        finalIntention = from.finalIntention();
        finalInDoubt = from.finalInDoubt();
        request = from.request();
        updatedAt = from.at();
        sealedToken = null;
        tokenDeadline = null;
        stoppedFor = null;
        refusal = null;
        heard.before(from, request);
    }

    // ---- The saga. All branching on business state is here.

    /** Detached: a cancellation from the UI is a wish that the saga acts on, not an exception in its middle. */
    @Override
    public Checkout run(CheckoutInput sameInput) {
        Workflow.newDetachedCancellationScope(this::saga).run();
        return status();
    }

    private void saga() {
        tellUi();
        if (beginning.isRecovery()) {
            recover();
        } else {
            begun(klarna.authorize(this::tellUi, this::klarnaHasSpoken));
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
        while (status.isRestartable() && heard.olderCompleted() != null) {
            turnTo(requireNonNull(heard.olderCompleted()));
            recover();
            Workflow.await(Workflow::isEveryHandlerFinished);
        }
    }

    private void begun(AuthorizeOutcome outcome) {
        switch (outcome) {
            case AuthorizeOutcome.Approved(var paid, var token) -> authorized(paid, token);
            case AuthorizeOutcome.Declined _ -> end(UnpaidEnd.declined());
            case AuthorizeOutcome.StepUp(var paymentRequest) -> {
                learn(paymentRequest);
                stepUp();
            }
            case AuthorizeOutcome.Refused(var why) -> refused(why);
            case AuthorizeOutcome.NotSent _ -> end(FAILED, Reason.NOT_SENT);
            case AuthorizeOutcome.NoAnswer _ -> unconfirmed();
            case AuthorizeOutcome.Overtaken _ -> overtaken();
        }
    }

    /** An earlier run of this attempt was cut off, or ended too early: Klarna tells how it stands, then it is ended. */
    private void recover() {
        var told = beginning.told();
        if (isPaidByEvent()) {
            paidByEvent(requireNonNull(heard.authorized()));
        } else if (told != null && wasPaidBefore()) {
            // Nothing is open: that run had ended by itself.
            return;
        } else if (request != null) {
            askHowItStands();
            stepUp();
        } else if (told != null) {
            end(told.status(), told.reason());
        } else if (!beginning.mayHaveAsked()) {
            end(FAILED, Reason.NOT_SENT);
        } else {
            begun(klarna.authorizeAgain(this::tellUi, this::klarnaHasSpoken));
        }
    }

    private void stepUp() {
        boolean over = false;
        while (!over) {
            if (!customersDecision()) {
                cancelAtKlarna();
            }
            over = switch (known().state()) {
                case COMPLETED -> wasPaidBefore() || finalizeAuthorization();
                case DECLINED, EXPIRED, CANCELED -> closedUnpaid();
                case SUBMITTED, IN_PROGRESS, UNKNOWN -> false;
            };
        }
    }

    /** Confirms the payment with its token, for as long as the token lives; answers whether the checkout is over. */
    private boolean finalizeAuthorization() {
        var completedAt = completedAt();
        var deadline = completedAt.plus(TOKEN_LIFE).minus(input.tokenSafetyMargin());
        tokenDeadline = deadline;
        become(FINALIZING);
        var pause = FIRST_PAUSE_AFTER_REFUSAL;
        boolean wasRefused = false;
        boolean inDoubt = finalInDoubt;
        while (true) {
            switch (tryToFinalize(deadline, inDoubt)) {
                case FinalizeOutcome.Approved(var paid, var token) -> {
                    return authorized(paid, token);
                }
                case FinalizeOutcome.Declined _ -> {
                    return end(UnpaidEnd.declined());
                }
                case FinalizeOutcome.Withdrawn(var closed) -> {
                    learn(closed);
                    return closedUnpaid();
                }
                case FinalizeOutcome.TokenDead(var perhapsPaid) -> {
                    return perhapsPaid ? unconfirmed() : tokenDied(completedAt, wasRefused);
                }
                case FinalizeOutcome.Overtaken _ -> {
                    if (heard.hasPayment()) {
                        return isPaidByEvent() ? paidByEvent(requireNonNull(heard.authorized())) : wasPaidBefore();
                    }
                    // The missing token has come; the call that it interrupts may have found it by a read, and sent it.
                    inDoubt = true;
                }
                case FinalizeOutcome.Refused(var why, int nextIntention) -> {
                    refusal = why;
                    wasRefused = true;
                    finalIntention = nextIntention;
                    showInSearch();
                    NamedTimer.await(
                            "Next try after a refusal; the token is given up " + Story.time(deadline),
                            notPastTheLastTry(pause, deadline),
                            heard::hasPayment);
                    if (heard.hasPayment()) {
                        cancelAtKlarna();
                        return end(FAILED, Reason.REFUSED_BY_KLARNA);
                    }
                    pause = earlier(pause.multipliedBy(2), LONGEST_PAUSE_AFTER_REFUSAL);
                }
            }
        }
    }

    /**
     * The token died and surely nothing was executed: what Klarna may have opened again is closed. While the token lives
     * at Klarna a completed request may refuse its cancellation, and when it dies there it may be open once more; so the
     * last cancel comes after that, by the slowest of the two clocks.
     */
    private boolean tokenDied(Instant completedAt, boolean wasRefused) {
        var deadAtKlarna = completedAt.plus(TOKEN_LIFE).plus(input.tokenSafetyMargin());
        sealedToken = null;
        heard.forgetToken();
        cancelAtKlarna();
        while (!isPaidByEvent() && (isStillCompleted(completedAt, deadAtKlarna) || !isDecided())) {
            if (isStillCompleted(completedAt, deadAtKlarna)) {
                NamedTimer.await(
                        "Last cancel, when the token is dead at Klarna too",
                        until(deadAtKlarna),
                        this::klarnaHasSpoken);
                takeNews();
            }
            if (!isPaidByEvent()) {
                cancelAtKlarna();
            }
        }
        if (!isPaidByEvent()
                && known().state() == PaymentRequestState.COMPLETED
                && completedAt().isAfter(completedAt)) {
            // The first completion's event may have come meanwhile, with the token that is dead.
            heard.forgetToken();
            finalIntention = nextWithFirstPayload(finalIntention);
            return false;
        }
        return wasRefused ? end(FAILED, Reason.REFUSED_BY_KLARNA) : end(EXPIRED, Reason.TOKEN_EXPIRED);
    }

    private boolean isStillCompleted(Instant completedAt, Instant deadAtKlarna) {
        return known().state() == PaymentRequestState.COMPLETED
                && !completedAt().isAfter(completedAt)
                && now().isBefore(deadAtKlarna);
    }

    /** Nobody knows whether money is reserved: open and loud, until Klarna's event, an operator, or seven days. */
    private boolean unconfirmed() {
        boolean authorizeUnanswered = request == null;
        reason = Reason.OUTCOME_UNKNOWN;
        become(UNCONFIRMED);
        awaitsAWord = true;
        showInSearch();
        tell(MerchantEvent.Type.UNCONFIRMED);
        var giveUpAt = now().plus(UNCONFIRMED_FOR);
        givenUpAt = giveUpAt;
        tellUi();
        while (now().isBefore(giveUpAt)) {
            NamedTimer.await(
                    "Next look at Klarna; without its word this ends " + Story.time(giveUpAt),
                    UNCONFIRMED_LOOK_EVERY,
                    () -> heard.authorized() != null
                            || heard.resolution() != null
                            || (authorizeUnanswered && heard.hasDecision()));
            if (heard.authorized() != null) {
                return paidByEvent(requireNonNull(heard.authorized()));
            }
            if (heard.resolution() != null) {
                return resolved(requireNonNull(heard.resolution()));
            }
            if (authorizeUnanswered && heard.hasDecision()) {
                stepUp();
                return true;
            }
            lookOnce();
        }
        counts.ended(UNCONFIRMED, Reason.OUTCOME_UNKNOWN);
        return true;
    }

    /** The Payment Request is closed and unpaid; which end that is depends on who wanted it when. */
    private boolean closedUnpaid() {
        var closed = known();
        var at = closed.updatedAt() != null ? closed.updatedAt() : now();
        return switch (closed.state()) {
            case CANCELED ->
                end(UnpaidEnd.canceled(whoStopped(closed), at, closed.expiresAt(), input.sessionExpiresAt()));
            // It may follow a completion, and says nothing of what an earlier run did with that.
            case EXPIRED ->
                finalInDoubt ? unconfirmed() : end(UnpaidEnd.expired(stoppedFor, at, input.sessionExpiresAt()));
            case DECLINED -> end(UnpaidEnd.declined());
            case SUBMITTED, IN_PROGRESS, COMPLETED, UNKNOWN ->
                throw new IllegalStateException(closed.state() + " is not closed");
        };
    }

    /**
     * Who wanted the cancellation. Klarna's event of our own DELETE often comes while that DELETE's task still runs;
     * Temporal then throws the task away, and with it the merchant's wish, which came with the task and stands nowhere
     * else. What is left is Klarna's word that it was us, and that an operator or the session's end is in the history.
     */
    private @Nullable Reason whoStopped(PaymentRequest closed) {
        if (stoppedFor != null || heard.mustStop() || !closed.wasCanceledByPartner()) {
            return stoppedFor != null ? stoppedFor : whoeverWantsToStop();
        }
        return now().isBefore(input.sessionExpiresAt()) ? Reason.MERCHANT_CANCELED : Reason.SESSION_TIMEOUT;
    }

    // ---- Its steps.

    /**
     * While this attempt was open Klarna told that the customer had completed an older one. This one has ended unpaid, and
     * whoever asked was told so; now the same run sees to the older one, as a recovery does that comes after the end.
     */
    private void turnTo(KlarnaEvent older) {
        var told = new Recovery.Told(status, requireNonNull(reason, "an end without a reason"));
        var facts = Recovery.ofOlder(
                AttemptReferences.of(requireNonNull(older.paymentRequestReference()))
                        .orElseThrow(),
                older.paymentRequestId(),
                Workflow.getInfo().getRunId(),
                input.expiresBy(now()),
                payment,
                told);
        begin(new Beginning(input.recovering(facts)));
        heard.event(older, request);
        showInSearch();
    }
    /** An event came before any answer: so Klarna has executed the authorize, and the event tells how. */
    private void overtaken() {
        if (heard.authorized() != null) {
            paidByEvent(requireNonNull(heard.authorized()));
        } else {
            stepUp();
        }
    }

    /** Before anything is said again; a Payment Request that is not completed tells that nothing was confirmed. */
    private void askHowItStands() {
        klarna.look(known(), "Read the Payment Request", new Patience(null, this::tellUi, this::klarnaHasSpoken))
                .ifPresent(this::learn);
        switch (known().state()) {
            case SUBMITTED, IN_PROGRESS -> finalInDoubt = false;
            case CANCELED, DECLINED -> {
                finalInDoubt = false;
                // What an event said of it is older.
                heard.takeDecision(knownId());
            }
            case COMPLETED, EXPIRED, UNKNOWN -> {}
        }
    }

    /** Waits until Klarna's word is final (true), or until there is no more waiting (false). */
    private boolean customersDecision() {
        while (true) {
            takeNews();
            if (isDecided()) {
                return true;
            }
            if (beginning.isRecovery() || heard.mustStop() || !now().isBefore(input.sessionExpiresAt())) {
                return false;
            }
            showWaiting();
            if (heard.isWorthALook() || nap.isOver()) {
                look();
            } else if (heard.unansweredAmendment() != null) {
                amendAtKlarna(requireNonNull(heard.unansweredAmendment()));
            } else {
                nap.sleep(known().expiresAt(), this::isDisturbed);
            }
        }
    }

    private boolean isDisturbed() {
        return heard.hasDecision() || heard.mustStop() || heard.isWorthALook() || heard.unansweredAmendment() != null;
    }

    private void look() {
        counts.asks(heard.hasCustomerReturned() ? Counts.FoundBy.RETURN : Counts.FoundBy.POLL);
        heard.looked();
        nap.looked();
        klarna.look(known(), "Read the Payment Request", untilSessionEnds()).ifPresent(this::learn);
    }

    private Patience untilSessionEnds() {
        return new Patience(
                until(input.sessionExpiresAt()), this::tellUi, () -> heard.hasDecision() || heard.mustStop());
    }

    private void lookOnce() {
        counts.asks(Counts.FoundBy.POLL);
        if (request != null) {
            klarna.lookOnce(request).ifPresentOrElse(this::learn, this::tellUi);
        }
    }

    /**
     * Cancels until Klarna says how the Payment Request stands; a completion heard meanwhile ends the wait, and so does
     * the payment that a completed one was waiting for.
     */
    private void cancelAtKlarna() {
        if (stoppedFor == null && status != FINALIZING) {
            var wish = whoeverWantsToStop();
            stoppedFor = wish != null ? wish : nobodysWish();
        }
        become(CANCELING);
        counts.asks(Counts.FoundBy.CANCEL);
        boolean completed = known().state() == PaymentRequestState.COMPLETED;
        klarna.cancel(known(), this::showInSearch, () -> heard.hasDecision() || (completed && isPaidByEvent()))
                .ifPresentOrElse(this::learn, this::takeNews);
    }

    /** Who ends a run from outside wants its checkout ended; a session that is over is over all the same. */
    private Reason nobodysWish() {
        return beginning.isRecovery() && now().isBefore(input.sessionExpiresAt())
                ? Reason.OPERATOR_CANCELED
                : Reason.SESSION_TIMEOUT;
    }

    private @Nullable Reason whoeverWantsToStop() {
        if (heard.hasMerchantCanceled()) {
            return Reason.MERCHANT_CANCELED;
        }
        return heard.hasOperatorCanceled() ? Reason.OPERATOR_CANCELED : null;
    }

    private FinalizeOutcome tryToFinalize(Instant deadline, boolean inDoubt) {
        if (amountInDoubt && !amountIsRead(deadline)) {
            return new FinalizeOutcome.TokenDead(false);
        }
        sealedToken = sealedToken != null ? sealedToken : heard.sealedToken();
        return klarna.finalizeAuthorization(
                known(),
                payment,
                sealedToken,
                finalIntention,
                inDoubt,
                deadline,
                this::showInSearch,
                () -> heard.hasPayment() || (sealedToken == null && heard.sealedToken() != null));
    }

    /** After an unanswered amendment only Klarna knows the amount; answers whether it said so in time. */
    private boolean amountIsRead(Instant deadline) {
        var patience = new Patience(until(deadline), this::showInSearch, this::isPaidByEvent);
        var seen = klarna.look(known(), "Read the amount", patience);
        if (seen.isPresent()) {
            amountInDoubt = false;
            if (seen.get() instanceof Look.Stands(var read) && read.amount() != null) {
                payment = payment.amended(read.amount(), null);
            }
        }
        return !amountInDoubt;
    }

    private void amendAtKlarna(Heard.Amendment amendment) {
        var outcome = klarna.update(
                known(),
                amendment.request,
                this::tellUi,
                () -> heard.hasDecision() || heard.mustStop() || heard.isWorthALook());
        amendment.answer = answerToAmend(outcome, amendment.request);
    }

    private Heard.AmendAnswerParts answerToAmend(Optional<UpdateOutcome> outcome, AmendRequest wish) {
        if (outcome.isEmpty()) {
            amountInDoubt = true;
            return new Heard.AmendAnswerParts(AmendAnswer.Result.UNANSWERED, null);
        }
        return switch (outcome.get()) {
            case UpdateOutcome.Amended(var changed) -> {
                learn(changed);
                long asked = wish.amount() != null ? wish.amount() : payment.amount();
                payment = payment.amended(
                        changed.amount() != null ? changed.amount() : asked, wish.supplementaryPurchaseData());
                yield new Heard.AmendAnswerParts(AmendAnswer.Result.AMENDED, null);
            }
            case UpdateOutcome.NotAmendable(var moved) -> {
                learn(moved);
                yield new Heard.AmendAnswerParts(AmendAnswer.Result.NOT_AMENDABLE, null);
            }
            case UpdateOutcome.Refused(var why) -> new Heard.AmendAnswerParts(AmendAnswer.Result.REFUSED, why);
        };
    }

    private void takeNews() {
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

    private void learn(Look look) {
        learn(
                switch (look) {
                    case Look.Stands(var seen) -> seen;
                    case Look.Gone _ -> known().expired(now());
                });
    }

    private void learn(PaymentRequest seen) {
        counts.learned(request, seen);
        request = request == null ? seen : request.seenAgain(seen);
        updatedAt = now();
        if (!seen.state().isDecided()) {
            lastKnownOpenAt = now();
        }
        tellUi();
    }

    // ---- Its ends.

    private boolean authorized(PaymentTransaction paid, @Nullable String token) {
        transaction = paid;
        customerToken = token;
        refusal = null;
        return close(AUTHORIZED, Reason.APPROVED);
    }

    private boolean paidByEvent(KlarnaEvent event) {
        var id = requireNonNull(event.paymentTransactionId(), "an authorized event without its transaction");
        var named = event.paymentRequestReference();
        var reference = (named == null ? Optional.<AttemptReferences>empty() : AttemptReferences.of(named))
                .orElse(beginning.atKlarna())
                .paymentTransactionReference();
        return authorized(new PaymentTransaction(id, reference, payment.amount(), payment.currency(), null), null);
    }

    /** An older attempt of this checkout turned out paid: this one is not finalized, or there would be two payments. */
    private boolean wasPaidBefore() {
        var older = heard.olderAuthorized();
        if (older == null) {
            return false;
        }
        paidByEvent(older);
        if (beginning.told() == null) {
            tell(MerchantEvent.Type.LATE_COMPLETION);
        }
        return true;
    }

    private boolean refused(Refusal why) {
        refusal = why;
        return end(FAILED, Reason.REFUSED_BY_KLARNA);
    }

    private boolean resolved(Resolution word) {
        var id = word.paymentTransactionId();
        if (id != null) {
            transaction = new PaymentTransaction(
                    id, input.references().paymentTransactionReference(), payment.amount(), payment.currency(), null);
        }
        resolved = new Checkout.Resolved(requireNonNull(word.reason()), now());
        return close(requireNonNull(word.outcome()), Reason.RESOLVED_BY_OPERATOR);
    }

    private boolean end(UnpaidEnd end) {
        return end(end.status(), end.reason());
    }

    /** Unless Klarna has told of a transaction meanwhile, of this attempt or an older one: then the checkout is paid. */
    private boolean end(CheckoutStatus last, Reason why) {
        if (isPaidByEvent()) {
            return paidByEvent(requireNonNull(heard.authorized()));
        }
        return wasPaidBefore() || close(last, why);
    }

    private boolean close(CheckoutStatus last, Reason why) {
        var end = beginning.end(last, why);
        reason = end.reason();
        become(end.status());
        showInSearch();
        var news = beginning.news(end.status());
        if (news != null) {
            tell(news);
        }
        return true;
    }

    private void tell(MerchantEvent.Type type) {
        if (input.tellsMerchant()) {
            calls.tellMerchant(input.merchantId(), new MerchantEvent(type, status()));
        }
    }

    // ---- What operators see.

    private void become(CheckoutStatus next) {
        if (status != next) {
            var before = status;
            status = status.to(next);
            updatedAt = now();
            reason = next.isFinal() || next == UNCONFIRMED ? reason : null;
            counts.became(before, next, reason, this::completedAt);
        }
        tellUi();
    }

    private void showWaiting() {
        if (status == AUTHORIZING) {
            become(AWAITING_CUSTOMER);
            showInSearch();
        }
    }

    private void showInSearch() {
        desk.show(status, knownId());
        tellUi();
    }

    private void tellUi() {
        var until = status == UNCONFIRMED ? givenUpAt : tokenDeadline;
        var story = new Story(status(), beginning.atKlarna(), until, stoppedFor, calls.trouble(), beginning.story());
        Workflow.setCurrentDetails(story.currentDetails());
    }

    // ---- What the world tells it. Handlers only record.

    @Override
    public Started awaitAuthorization(int attempt) {
        Workflow.await(() -> status != AUTHORIZING);
        return new Started(input.references().birth(), status());
    }

    @Override
    public void checkAwaitAuthorization(int attempt) {
        if (attempt != input.references().attempt()) {
            throw new IllegalArgumentException(
                    "this run is attempt " + input.references().attempt());
        }
    }

    @Override
    public Checkout cancel(CancelRequest wish) {
        heard.merchantCanceled();
        Workflow.await(() -> status.isFinal() || status == FINALIZING || status == UNCONFIRMED);
        return status();
    }

    @Override
    public AmendAnswer amend(AmendRequest wish) {
        if (status != AWAITING_CUSTOMER
                || known().state() != PaymentRequestState.SUBMITTED
                || heard.unansweredAmendment() != null
                || amountInDoubt) {
            return new AmendAnswer(AmendAnswer.Result.NOT_AMENDABLE, status(), null);
        }
        var amendment = new Heard.Amendment(wish);
        heard.amend(amendment);
        Workflow.await(() -> amendment.answer != null || status != AWAITING_CUSTOMER);
        return amendment.answer == null
                ? new AmendAnswer(AmendAnswer.Result.NOT_AMENDABLE, status(), null)
                : new AmendAnswer(amendment.answer.result(), status(), amendment.answer.refusal());
    }

    @Override
    public Checkout resolve(Resolution word) {
        heard.resolve(word);
        Workflow.await(() -> status.isFinal());
        return status();
    }

    @Override
    public void checkResolve(Resolution word) {
        word.checkAgainst(status, awaitsAWord);
    }

    @Override
    public void paymentRequestChanged(KlarnaEvent event) {
        heard.event(event, request);
    }

    @Override
    public void customerReturned() {
        heard.customerReturned();
    }

    @Override
    public Checkout status() {
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
                transaction,
                customerToken,
                reason,
                refusal,
                resolved);
    }

    @Override
    public Instant since() {
        return status == FINALIZING ? completedAt() : updatedAt;
    }

    @Override
    public PaymentDetails payment() {
        return payment;
    }

    // ---- Small things.

    private boolean klarnaHasSpoken() {
        return heard.hasDecision() || isPaidByEvent();
    }

    /** Whether Klarna's last word of the Payment Request is a final one. */
    private boolean isDecided() {
        return request != null && request.state().isDecided();
    }

    private boolean isPaidByEvent() {
        return heard.authorized() != null;
    }

    /** When the customer completed, by Klarna's clock; where Klarna did not say, the last time it was surely open. */
    private Instant completedAt() {
        var at = known().updatedAt();
        return at != null ? at : lastKnownOpenAt;
    }

    private @Nullable PaymentRequestId knownId() {
        return request == null ? null : request.paymentRequestId();
    }

    private PaymentRequest known() {
        return requireNonNull(request, "no Payment Request is known yet");
    }

    /** Another token is another intention, and begins with the body that all begin with (see the activity): an odd number. */
    private static int nextWithFirstPayload(int intention) {
        return intention + 1 + intention % 2;
    }

    /** No pause sleeps through the token's last minutes: a Klarna that takes it again then must be asked. */
    private static Duration notPastTheLastTry(Duration pause, Instant deadline) {
        var left = until(deadline.minus(Backoff.LAST_TRY));
        return left.compareTo(FIRST_PAUSE_AFTER_REFUSAL) < 0 ? pause : earlier(pause, left);
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
