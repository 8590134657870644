package dev.kassa.checkout;

import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.QrCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkout as everyone outside sees it: in every answer of the API, as the query's answer and as the run's result.
 *
 * @param amount in minor units; what is being paid now, an accepted amendment included
 * @param reason why a final status was reached; absent before
 * @param refusal what Klarna had against the request, where that ended the checkout
 * @param resolution what an operator said, where that ended the checkout
 */
public record Checkout(
        CheckoutId checkoutId,
        String reference,
        CheckoutStatus status,
        int attempt,
        long amount,
        String currency,
        Instant sessionExpiresAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable RequestView paymentRequest,
        @Nullable PaymentTransaction paymentTransaction,
        @Nullable String customerToken,
        @Nullable Reason reason,
        @Nullable Refusal refusal,
        @Nullable Resolved resolution) {

    /** An operator's word on a checkout that Klarna could not settle; who gave it stands in the run's history. */
    public record Resolved(String reason, Instant at) {}

    /** The Payment Request in a checkout's answer. */
    public record RequestView(
            PaymentRequestId paymentRequestId,
            @Nullable PaymentRequestReference paymentRequestReference,
            PaymentRequestState state,
            @Nullable String paymentRequestUrl,
            @Nullable QrCode qrCode,
            @Nullable Instant expiresAt) {
        public static RequestView of(PaymentRequest request) {
            return new RequestView(
                    request.paymentRequestId(),
                    request.paymentRequestReference(),
                    request.state(),
                    request.paymentRequestUrl(),
                    request.qrCode(),
                    request.expiresAt());
        }
    }

    /** Names the checkout; neither its customer token nor its URL is printed. */
    @Override
    public String toString() {
        return checkoutId + " attempt " + attempt + " " + status;
    }
}
