package dev.kassa.checkout.client;

import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.client.CallFailed.Why;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.klarna.ExpiryField;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.TokenSeal;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The checkouts of merchants: starts them, asks them, amends, cancels and restarts them.
 * A merchant sees only its own: another's and one that never was are both absent. Every method is back within 15 s
 * (a wait that was asked for comes on top) and throws {@link TemporalUnavailableException} where Temporal or every
 * worker is away.
 */
public final class Checkouts {
    private final Runs runs;
    private final PresentState presentState;
    private final CheckoutLists lists;
    private final CheckoutInputs inputs;

    /**
     * @param tokenSafetyMargin how long before a token's 60 minutes end its last use is allowed,
     *     {@code kassa.klarna.token-safety-margin}
     * @param expiryField which of Klarna's fields says when a Payment Request expires, {@code kassa.klarna.expiry-field}
     */
    public Checkouts(
            WorkflowClient client,
            TokenSeal seal,
            ReturnLinks links,
            Duration tokenSafetyMargin,
            ExpiryField expiryField,
            InstantSource clock) {
        this.runs = new Runs(client);
        this.presentState = new PresentState(runs);
        this.lists = new CheckoutLists(runs, new RunIndex(client), presentState, clock);
        this.inputs = new CheckoutInputs(seal, links, tokenSafetyMargin, expiryField, clock);
    }

    /** Starts a checkout, or finds the one that the same start made, and waits up to 10 s for Klarna. */
    public StartAnswer start(Merchant merchant, StartCheckout order) {
        var input = inputs.first(merchant, order);
        var memo = new StartMemo(order.fingerprint(), input.references().birth(), input.reference(), order.returnUrl());
        return asking(input.references().checkoutId(), time -> {
            try {
                var started = runs.start(input, memo, WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE, time.forKlarna());
                if (started.birth().equals(memo.birth())) {
                    return created(started.checkout());
                }
            } catch (CallFailed failed) {
                requireReachable(failed);
            }
            return found(input.references().checkoutId(), memo, time);
        });
    }

    /** What a start of that content would find: nothing, the same content, or another. Nothing is started. */
    public Optional<StartAnswer> startedBefore(Merchant merchant, String reference, Fingerprint fingerprint) {
        var id = CheckoutId.of(new MerchantId(merchant.id()), reference);
        return asking(
                id,
                time -> runs.find(id, time.forQuestion())
                        .map(run -> run.hasContent(fingerprint)
                                ? new StartAnswer.Repeated(presentState.of(run, time.forQuestion()))
                                : new StartAnswer.ReferenceReused(id)));
    }

    private static StartAnswer created(Checkout checkout) {
        return isRefused(checkout) ? new StartAnswer.Refused(checkout) : new StartAnswer.Created(checkout);
    }

    /** There is a run that another call made, or it is ours and Klarna is slow: the present state tells. */
    private StartAnswer found(CheckoutId id, StartMemo ours, CallTime time) {
        var run = runAfterCall(id, time);
        if (!run.hasContent(ours.fingerprint())) {
            return new StartAnswer.ReferenceReused(id);
        }
        var checkout = answeredByWorker(run, time);
        if (checkout.status() == CheckoutStatus.AUTHORIZING) {
            return new StartAnswer.Pending(checkout);
        }
        return run.wasBornBy(ours.birth()) && checkout.attempt() == 1
                ? created(checkout)
                : new StartAnswer.Repeated(checkout);
    }

    /** The checkout, open or ended. */
    public Optional<Checkout> find(Merchant merchant, CheckoutId id) {
        return asking(id, time -> own(merchant, id, time).map(run -> presentState.of(run, time.forQuestion())));
    }

    /** The checkout of a merchant's own reference, open or ended. */
    public Optional<Checkout> find(Merchant merchant, String reference) {
        return find(merchant, CheckoutId.of(new MerchantId(merchant.id()), reference));
    }

    /** The checkout as soon as it has ended, or as it stands after that time. Leaves no trace in its history. */
    public Optional<Checkout> findEnded(Merchant merchant, CheckoutId id, Duration wait) {
        var awaited = asking(id, time -> own(merchant, id, time).map(run -> !run.isOpen() || runs.awaitEnd(run, wait)));
        // Asked for anew, whatever came of the wait: this is how it stands.
        return awaited.flatMap(_ -> find(merchant, id));
    }

    /** Asks for a cancellation and waits up to 10 s for Klarna's word on it. */
    public Optional<CancelAnswer> cancel(Merchant merchant, CheckoutId id, @Nullable String reason) {
        return asking(
                id,
                time -> own(merchant, id, time).map(run -> {
                    var before = presentState.of(run, time.forQuestion());
                    if (before.status() == CheckoutStatus.CANCELED) {
                        return new CancelAnswer.AlreadyCanceled(before);
                    }
                    return run.isOpen() ? cancel(run, before, reason, time) : CancelAnswer.of(before);
                }));
    }

    private CancelAnswer cancel(Run run, Checkout before, @Nullable String reason, CallTime time) {
        try {
            var told = runs.cancel(run, before.attempt(), reason, time.forKlarna());
            if (told.status() == CheckoutStatus.CANCELED && isBeforeAnyCancellation(before)) {
                return new CancelAnswer.Canceled(told);
            }
        } catch (CallFailed failed) {
            requireReachable(failed);
        }
        // The update may have been an older call's, and so its answer: what is told is how it stands now.
        var now = answeredByWorker(runAfterCall(run.checkoutId(), time), time);
        // It was open when asked: where there is a Payment Request, the customer completed it meanwhile.
        return now.status() == CheckoutStatus.AUTHORIZED && now.paymentRequest() != null
                ? new CancelAnswer.AlreadyCompleted(now)
                : CancelAnswer.of(now);
    }

    /** Else the run may have been canceled once and be about another attempt now, which the customer completed. */
    private static boolean isBeforeAnyCancellation(Checkout checkout) {
        return checkout.status() == CheckoutStatus.AUTHORIZING || checkout.status() == CheckoutStatus.AWAITING_CUSTOMER;
    }

    /**
     * One page of the merchant's checkouts, newest first; the last seconds may be missing.
     *
     * @throws NeedsVisibilityException on a server that lists nothing
     */
    public CheckoutPage list(
            Merchant merchant, @Nullable CheckoutStatus status, int size, @Nullable ListPosition after) {
        try {
            return lists.page(merchant, status, size, after, new CallTime());
        } catch (CallFailed failed) {
            throw failed.why() == Why.UNSUPPORTED
                    ? new NeedsVisibilityException(failed)
                    : new TemporalUnavailableException(null, failed);
        }
    }

    /** Asks for other amounts or purchase data, and waits up to 10 s for Klarna's word on it. */
    public Optional<AmendmentAnswer> amend(Merchant merchant, CheckoutId id, AmendRequest wish) {
        return asking(id, time -> own(merchant, id, time).map(run -> amend(run, wish, time)));
    }

    private AmendmentAnswer amend(Run run, AmendRequest wish, CallTime time) {
        if (!run.isOpen()) {
            return new AmendmentAnswer.NotAmendable(presentState.of(run, time.forQuestion()));
        }
        boolean late;
        try {
            return AmendmentAnswer.of(runs.amend(run, wish, time.forKlarna()));
        } catch (CallFailed failed) {
            requireReachable(failed);
            late = failed.why() == Why.LATE;
        }
        var now = answeredByWorker(runAfterCall(run.checkoutId(), time), time);
        return late ? new AmendmentAnswer.Pending(now) : new AmendmentAnswer.NotAmendable(now);
    }

    /** Starts the next attempt of a checkout that ended unpaid, and waits up to 10 s for Klarna. */
    public Optional<RestartAnswer> restart(Merchant merchant, CheckoutId id, RestartCheckout wish) {
        return asking(id, time -> own(merchant, id, time).map(run -> restart(merchant, run, wish, time)));
    }

    private RestartAnswer restart(Merchant merchant, Run run, RestartCheckout wish, CallTime time) {
        var last = presentState.of(run, time.forQuestion());
        var memo = run.memo();
        if (run.isOpen() || memo == null || !last.status().isRestartable()) {
            return new RestartAnswer.NotRestartable(last);
        }
        var old = runs.input(run, time.forQuestion());
        var input = inputs.next(merchant, old, runs.payment(run, time.forQuestion()), wish);
        if (inputs.isTooNear(input.stepUp().interactionExpiry())) {
            return new RestartAnswer.ExpiryTooNear();
        }
        try {
            return restarted(runs.start(input, memo, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE, time.forKlarna())
                    .checkout());
        } catch (CallFailed failed) {
            requireReachable(failed);
        }
        var now = answeredByWorker(runAfterCall(run.checkoutId(), time), time);
        return now.attempt() == input.references().attempt() ? restarted(now) : new RestartAnswer.NotRestartable(now);
    }

    private static RestartAnswer restarted(Checkout checkout) {
        if (checkout.status() == CheckoutStatus.AUTHORIZING) {
            return new RestartAnswer.Pending(checkout);
        }
        return isRefused(checkout) ? new RestartAnswer.Refused(checkout) : new RestartAnswer.Restarted(checkout);
    }

    private static boolean isRefused(Checkout checkout) {
        return checkout.status() == CheckoutStatus.FAILED && checkout.reason() == Reason.REFUSED_BY_KLARNA;
    }

    private Optional<Run> own(Merchant merchant, CheckoutId id, CallTime time) {
        return runs.find(id, time.forQuestion()).filter(run -> run.belongsTo(merchant));
    }

    private Run runAfterCall(CheckoutId id, CallTime time) {
        return runs.find(id, time.forLastQuestion()).orElseThrow(() -> new CallFailed(Why.LATE, null));
    }

    /** The present state; of an open run only by a worker's own word, for without one nobody is at work on it. */
    private Checkout answeredByWorker(Run run, CallTime time) {
        return run.isOpen() ? runs.status(run, time.forLastQuestion()) : presentState.of(run, time.forLastQuestion());
    }

    private static void requireReachable(CallFailed failed) {
        if (failed.why() == Why.UNREACHABLE) {
            throw failed;
        }
    }

    private static <T> T asking(CheckoutId id, Function<CallTime, T> question) {
        try {
            return question.apply(new CallTime());
        } catch (CallFailed failed) {
            throw new TemporalUnavailableException(id, failed);
        }
    }
}
