package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.Checkout.RequestView;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.client.CallFailed.Why;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The checkout of a run as it stands: by query while it is open or where it was canceled, by its result, or by what can
 * be read without either.
 */
final class PresentState {
    private final Runs runs;

    PresentState(Runs runs) {
        this.runs = runs;
    }

    /** @throws CallFailed where Temporal, or for an open run every worker, is away */
    Checkout of(Run run, Duration limit) {
        return switch (run.ending()) {
            case OPEN -> ofOpen(run, limit);
            case CANCELED -> runs.status(run, limit);
            case WITH_RESULT -> runs.result(run, limit);
            case WITHOUT_RESULT -> ended(run, runs.input(run, limit));
        };
    }

    private Checkout ofOpen(Run run, Duration limit) {
        try {
            return runs.status(run, limit);
        } catch (CallFailed failed) {
            if (failed.why() != Why.NOT_READY) {
                throw failed;
            }
            var input = runs.input(run, limit);
            return input.recovery() == null
                    ? view(input, CheckoutStatus.AUTHORIZING, input.payment().amount(), input.createdAt(), null, null)
                    : ended(run, input);
        }
    }

    /** Nobody here knows whether it is paid, until its recovery run has asked Klarna. */
    private static Checkout ended(Run run, CheckoutInput input) {
        var attributes = run.attributes();
        var amount = attributes.get(SearchAttributeKeys.CHECKOUT_AMOUNT);
        var requestId = attributes.get(SearchAttributeKeys.PAYMENT_REQUEST_ID);
        return view(
                input,
                CheckoutStatus.UNCONFIRMED,
                amount != null ? amount : input.payment().amount(),
                run.endedAt() != null ? run.endedAt() : input.createdAt(),
                requestId == null
                        ? null
                        : new RequestView(
                                new PaymentRequestId(requestId),
                                input.references().paymentRequestReference(),
                                lastState(attributes.get(SearchAttributeKeys.CHECKOUT_STATUS)),
                                null,
                                null,
                                null),
                Reason.RUN_ENDED);
    }

    /** What the last status that was shown says of the Payment Request; most say nothing. */
    private static PaymentRequestState lastState(@Nullable String shown) {
        if (CheckoutStatus.AWAITING_CUSTOMER.name().equals(shown)) {
            return PaymentRequestState.SUBMITTED;
        }
        return CheckoutStatus.FINALIZING.name().equals(shown)
                ? PaymentRequestState.COMPLETED
                : PaymentRequestState.UNKNOWN;
    }

    private static Checkout view(
            CheckoutInput input,
            CheckoutStatus status,
            long amount,
            Instant updatedAt,
            @Nullable RequestView paymentRequest,
            @Nullable Reason reason) {
        return new Checkout(
                input.references().checkoutId(),
                input.reference(),
                status,
                input.references().attempt(),
                amount,
                input.payment().currency(),
                input.sessionExpiresAt(),
                input.createdAt(),
                updatedAt,
                paymentRequest,
                null,
                null,
                reason,
                null,
                null);
    }
}
