package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static dev.kassa.checkout.workflow.WorkflowTime.runStartedAt;
import static dev.kassa.checkout.workflow.WorkflowTime.until;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.AttemptReferences.Step;
import dev.kassa.checkout.workflow.KlarnaCalls.Patience;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.UpdatePaymentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The five things that an attempt says to Klarna, each with its frozen body, its key and its limit in time. */
final class KlarnaSteps {
    /** A merchant who waited that long for the first task has had its 503. */
    private static final Duration LATE_FIRST_TASK = Duration.ofSeconds(60);
    /** A first task that began later than this may have had a predecessor that died and left no trace. */
    private static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(10);
    /** Klarna keeps a key for 24 hours; an hour of margin. */
    static final Duration KEY_LIFE = Duration.ofHours(23);
    /**
     * The activities watch their deadlines themselves; Temporal's is later, so that their answer is heard, also after the
     * longest wait that Klarna may ask for.
     */
    private static final Duration GRACE = Duration.ofMinutes(10);

    /** No Payment Request lives longer; counts where only an event told of one, and so not its expiry. */
    private static final Duration LONGEST_LIFE_OF_A_REQUEST = Duration.ofDays(3);
    /** A merchant waits for an amendment, and the customer may be on the way to Klarna meanwhile. */
    private static final Duration AMEND_FOR = Duration.ofMinutes(2);

    private final CheckoutInput input;
    private final KlarnaCalls klarna;
    private final AttemptReferences atKlarna;
    private int amendments;

    /** @param atKlarna whose Payment Request is confirmed: this attempt's, or an older one's that is recovered */
    KlarnaSteps(CheckoutInput input, AttemptReferences atKlarna, KlarnaCalls klarna) {
        this.input = input;
        this.atKlarna = atKlarna;
        this.klarna = klarna;
    }

    /**
     * Asks for the payment, for as long as Klarna knows the key.
     *
     * @param overtaken whether Klarna's event has told how it went, before any answer
     */
    AuthorizeOutcome authorize(Runnable begins, Supplier<Boolean> overtaken) {
        var lateBy = Duration.between(runStartedAt(), now());
        boolean inDoubt = lateBy.compareTo(WORKFLOW_TASK_TIMEOUT) >= 0 && klarna.anEarlierTaskDied();
        if (lateBy.compareTo(LATE_FIRST_TASK) > 0 && !inDoubt) {
            return new AuthorizeOutcome.NotSent();
        }
        return authorize(inDoubt, runStartedAt().plus(KEY_LIFE), begins, overtaken);
    }

    /**
     * Repeats what a run asked that ended too early, with the same key and body: what it brings is what that run would
     * have had.
     */
    AuthorizeOutcome authorizeAgain(Runnable begins, Supplier<Boolean> overtaken) {
        // The start was created before anything was sent.
        return authorize(true, input.createdAt().plus(KEY_LIFE), begins, overtaken);
    }

    private AuthorizeOutcome authorize(
            boolean inDoubt, Instant repeatUntil, Runnable begins, Supplier<Boolean> overtaken) {
        var references = input.references();
        var call = new AuthorizePayment(
                input.account(),
                references.idempotencyKey(Step.AUTHORIZE, 1),
                references.paymentTransactionReference(),
                input.payment(),
                input.stepUp(),
                null);
        var boundTo = references.checkoutId().value();
        return klarna.call(
                        "First authorize",
                        doubt -> new AuthorizeCommand(
                                call,
                                input.sealedSessionToken(),
                                boundTo,
                                doubt,
                                input.sessionExpiresAt(),
                                repeatUntil),
                        KlarnaActivities::authorizePayment,
                        inDoubt,
                        new Patience(until(repeatUntil).plus(GRACE), Counts.patience("authorize", begins), overtaken))
                .orElseGet(() -> overtaken.get() ? new AuthorizeOutcome.Overtaken() : new AuthorizeOutcome.NoAnswer());
    }

    Optional<Look> look(PaymentRequest request, String summary, Patience patience) {
        return klarna.call(summary, _ -> command(request), KlarnaActivities::readPaymentRequest, false, patience);
    }

    /** One quick look; empty where it brought nothing. */
    Optional<Look> lookOnce(PaymentRequest request) {
        return klarna.callOnce("Read the Payment Request", command(request), KlarnaActivities::readPaymentRequest);
    }

    /** Cancels until Klarna says how the Payment Request stands. */
    Optional<Look> cancel(PaymentRequest request, Runnable begins, Supplier<Boolean> interrupted) {
        return klarna.call(
                "Cancel the Payment Request",
                _ -> command(request),
                KlarnaActivities::cancelPaymentRequest,
                false,
                new Patience(null, Counts.patience("cancel", begins), interrupted));
    }

    Optional<UpdateOutcome> update(
            PaymentRequest request, AmendRequest wish, Runnable begins, Supplier<Boolean> interrupted) {
        amendments++;
        var call = new UpdatePaymentRequest(
                input.account(),
                request.paymentRequestId(),
                input.references().idempotencyKey(Step.AMEND, amendments),
                wish.amount(),
                wish.supplementaryPurchaseData());
        return klarna.call(
                "Update the Payment Request",
                doubt -> new UpdateCommand(call, doubt),
                KlarnaActivities::updatePaymentRequest,
                false,
                new Patience(AMEND_FOR, begins, interrupted));
    }

    /**
     * Confirms with the token, until the deadline.
     *
     * @param intention number of the key; a new one only after a refusal
     * @param inDoubt whether an earlier try of this intention may have been executed
     * @param overtaken whether Klarna's event has told of the transaction, or brought the token that was missing
     */
    FinalizeOutcome finalizeAuthorization(
            PaymentRequest request,
            PaymentDetails payment,
            @Nullable String sealedToken,
            int intention,
            boolean inDoubt,
            Instant deadline,
            Runnable begins,
            Supplier<Boolean> overtaken) {
        return klarna.call(
                        "Final authorization",
                        doubt -> new FinalizeCommand(
                                input.account(),
                                request.paymentRequestId(),
                                atKlarna,
                                payment,
                                sealedToken,
                                intention,
                                doubt,
                                deadline),
                        KlarnaActivities::finalizeAuthorization,
                        inDoubt,
                        new Patience(until(deadline).plus(GRACE), Counts.patience("finalize", begins), overtaken))
                .orElseGet(
                        () -> overtaken.get() ? new FinalizeOutcome.Overtaken() : new FinalizeOutcome.TokenDead(true));
    }

    private RequestCommand command(PaymentRequest request) {
        var expiresAt = request.expiresAt();
        return new RequestCommand(
                input.account(),
                request.paymentRequestId(),
                expiresAt != null ? expiresAt : input.createdAt().plus(LONGEST_LIFE_OF_A_REQUEST));
    }
}
