package dev.kassa.klarna;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer's approval, asked for at Klarna. Never holds a token: those travel as {@link PaymentToken}.
 *
 * @param amount in minor units, as Klarna reports it; absent where an answer leaves it out
 * @param paymentRequestUrl where the customer approves; absent for HEADLESS and in most reads
 * @param expiresAt when Klarna lets it expire, and soon after deletes it
 * @param updatedAt when {@code state} was reached; a token's 60 minutes count from here
 */
public record PaymentRequest(
        PaymentRequestId paymentRequestId,
        @Nullable PaymentRequestReference paymentRequestReference,
        PaymentRequestState state,
        @Nullable String stateReason,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable String paymentRequestUrl,
        @Nullable QrCode qrCode,
        @Nullable Instant expiresAt,
        @Nullable Instant updatedAt) {

    /** The same request after a later word from Klarna; what a read leaves out (its URL, its QR code) stays known. */
    public PaymentRequest seenAgain(PaymentRequest later) {
        return new PaymentRequest(
                paymentRequestId,
                later.paymentRequestReference != null ? later.paymentRequestReference : paymentRequestReference,
                later.state,
                later.stateReason,
                later.amount != null ? later.amount : amount,
                later.currency != null ? later.currency : currency,
                later.paymentRequestUrl != null ? later.paymentRequestUrl : paymentRequestUrl,
                later.qrCode != null ? later.qrCode : qrCode,
                later.expiresAt != null ? later.expiresAt : expiresAt,
                later.updatedAt != null || later.state != state ? later.updatedAt : updatedAt);
    }

    /** Whether Klarna says that we, the partner, canceled it, and nobody else (Klarna docs: Web SDK). */
    public boolean wasCanceledByPartner() {
        return state == PaymentRequestState.CANCELED && "PARTNER_CANCELED".equals(stateReason);
    }

    /** The same request once Klarna has deleted it: expired when it said it would, or by now. */
    public PaymentRequest expired(Instant now) {
        return new PaymentRequest(
                paymentRequestId,
                paymentRequestReference,
                PaymentRequestState.EXPIRED,
                null,
                amount,
                currency,
                paymentRequestUrl,
                qrCode,
                expiresAt,
                expiresAt != null ? expiresAt : now);
    }
}
