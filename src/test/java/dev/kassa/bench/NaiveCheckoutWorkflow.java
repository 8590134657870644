package dev.kassa.bench;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AUTHORIZING;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.DECLINED;
import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.AttemptReferences.Step;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.workflow.AmendAnswer;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.checkout.workflow.AuthorizeCommand;
import dev.kassa.checkout.workflow.AuthorizeOutcome;
import dev.kassa.checkout.workflow.CancelRequest;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.RequestCommand;
import dev.kassa.checkout.workflow.Resolution;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.checkout.workflow.Started;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentTransaction;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The checkout as a good team writes it first: a regular activity for each call, the session's end as the timeout of one
 * await, the status as a search attribute whenever it changes. It is what Kassa's cost is measured against.
 *
 * <p>It has the interface, the input and the activities of Kassa's, so that client, codec, edge and Klarna are the same,
 * and none of what Kassa adds for the money's sake: no reads in case webhooks are lost, no doubt, no recovery. None of
 * that happens on the path that is measured.
 */
public final class NaiveCheckoutWorkflow implements CheckoutWorkflow {
    private final KlarnaActivities klarna = Workflow.newActivityStub(
            KlarnaActivities.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(70))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumInterval(Duration.ofMinutes(1))
                            .build())
                    .build());

    private final CheckoutInput input;
    private CheckoutStatus status = AUTHORIZING;
    private Instant updatedAt;
    private @Nullable PaymentRequest request;
    private @Nullable PaymentTransaction transaction;
    private @Nullable Reason reason;
    private @Nullable KlarnaEvent decision;
    private boolean cancelWanted;

    @WorkflowInit
    public NaiveCheckoutWorkflow(CheckoutInput input) {
        this.input = input;
        this.updatedAt = input.createdAt();
    }

    @Override
    public Checkout run(CheckoutInput sameInput) {
        switch (klarna.authorizePayment(authorize())) {
            case AuthorizeOutcome.StepUp(var stepUp) -> waitForTheCustomer(stepUp);
            case AuthorizeOutcome.Approved(var paid, String _) -> authorized(paid);
            case AuthorizeOutcome.Declined _ -> end(DECLINED, Reason.DECLINED_BY_KLARNA);
            case AuthorizeOutcome.Refused _ -> end(FAILED, Reason.REFUSED_BY_KLARNA);
            case AuthorizeOutcome.NotSent _, AuthorizeOutcome.NoAnswer _, AuthorizeOutcome.Overtaken _ ->
                end(FAILED, Reason.NOT_SENT);
        }
        return status();
    }

    private void waitForTheCustomer(PaymentRequest stepUp) {
        request = stepUp;
        become(AWAITING_CUSTOMER);
        Workflow.await(Duration.between(now(), input.sessionExpiresAt()), () -> decision != null || cancelWanted);
        var decided = decision;
        if (decided == null) {
            become(CANCELING);
            klarna.cancelPaymentRequest(new RequestCommand(
                    input.account(), requireNonNull(request).paymentRequestId(), input.sessionExpiresAt()));
            end(cancelWanted ? CANCELED : EXPIRED, cancelWanted ? Reason.MERCHANT_CANCELED : Reason.SESSION_TIMEOUT);
            return;
        }
        switch (decided.kind()) {
            case REQUEST_COMPLETED, TRANSACTION_AUTHORIZED -> confirm(decided);
            case REQUEST_DECLINED -> end(DECLINED, Reason.DECLINED_BY_KLARNA);
            case REQUEST_EXPIRED -> end(EXPIRED, Reason.INTERACTION_EXPIRED);
            case REQUEST_CANCELED -> end(CANCELED, Reason.KLARNA_CANCELED);
        }
    }

    private void confirm(KlarnaEvent completed) {
        become(FINALIZING);
        switch (klarna.finalizeAuthorization(finalAuthorization(completed))) {
            case FinalizeOutcome.Approved(var paid, String _) -> authorized(paid);
            case FinalizeOutcome.Declined _ -> end(DECLINED, Reason.DECLINED_BY_KLARNA);
            case FinalizeOutcome.Refused _, FinalizeOutcome.AnotherToken _ -> end(FAILED, Reason.REFUSED_BY_KLARNA);
            case FinalizeOutcome.TokenDead _ -> end(EXPIRED, Reason.TOKEN_EXPIRED);
            case FinalizeOutcome.Withdrawn _, FinalizeOutcome.Overtaken _ -> end(CANCELED, Reason.KLARNA_CANCELED);
        }
    }

    private AuthorizeCommand authorize() {
        var references = input.references();
        var call = new AuthorizePayment(
                input.account(),
                references.idempotencyKey(Step.AUTHORIZE, 1),
                references.paymentTransactionReference(),
                input.payment(),
                input.stepUp(),
                null);
        return new AuthorizeCommand(
                call,
                input.sealedSessionToken(),
                references.checkoutId().value(),
                false,
                input.sessionExpiresAt(),
                input.createdAt().plus(Duration.ofHours(23)));
    }

    private FinalizeCommand finalAuthorization(KlarnaEvent completed) {
        return new FinalizeCommand(
                input.account(),
                requireNonNull(request).paymentRequestId(),
                input.references(),
                input.payment(),
                completed.sealedToken(),
                1,
                false,
                completed.occurredAt().plus(Duration.ofHours(1)).minus(input.tokenSafetyMargin()));
    }

    private void authorized(PaymentTransaction paid) {
        transaction = paid;
        end(AUTHORIZED, Reason.APPROVED);
    }

    private void end(CheckoutStatus last, Reason why) {
        reason = why;
        become(last);
    }

    /** An operator can ask for every status. */
    private void become(CheckoutStatus next) {
        status = next;
        updatedAt = now();
        Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.CHECKOUT_STATUS.valueSet(next.name()));
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    @Override
    public Started awaitAuthorization(int attempt) {
        Workflow.await(() -> status != AUTHORIZING);
        return new Started(input.references().birth(), status());
    }

    @Override
    public void checkAwaitAuthorization(int attempt) {
        // There is one attempt.
    }

    @Override
    public Checkout cancel(CancelRequest wish) {
        cancelWanted = true;
        Workflow.await(() -> status.isFinal());
        return status();
    }

    @Override
    public AmendAnswer amend(AmendRequest wish) {
        throw ApplicationFailure.newNonRetryableFailure("not in the first version", "Unsupported");
    }

    @Override
    public Checkout resolve(Resolution word) {
        throw ApplicationFailure.newNonRetryableFailure("not in the first version", "Unsupported");
    }

    @Override
    public void checkResolve(Resolution word) {
        throw new IllegalArgumentException("not in the first version");
    }

    @Override
    public void paymentRequestChanged(KlarnaEvent event) {
        decision = decision == null ? event : decision;
    }

    @Override
    public void customerReturned() {
        // The webhook tells.
    }

    @Override
    public Checkout status() {
        return new Checkout(
                input.references().checkoutId(),
                input.reference(),
                status,
                input.references().attempt(),
                input.payment().amount(),
                input.payment().currency(),
                input.sessionExpiresAt(),
                input.createdAt(),
                updatedAt,
                request == null ? null : Checkout.RequestView.of(request),
                transaction,
                null,
                reason,
                null,
                null);
    }

    @Override
    public Instant since() {
        return updatedAt;
    }

    @Override
    public PaymentDetails payment() {
        return input.payment();
    }
}
