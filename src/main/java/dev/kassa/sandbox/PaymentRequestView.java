package dev.kassa.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Payment Request as the sandbox holds it, tokens included. Absent parts are null.
 *
 * @param id {@code payment_request_id}
 * @param reference {@code payment_request_reference}
 * @param account the partner's
 * @param purchaseReference {@code supplementary_purchase_data.purchase_reference}
 * @param amount in minor units
 * @param currency ISO 4217
 * @param state as of the sandbox's clock
 * @param previousState null in the first state
 * @param stateReason where there is one
 * @param url of the purchase page
 * @param returnUrl with its placeholders replaced as of now
 * @param createdAt on the sandbox's clock
 * @param updatedAt of the last change of state or content
 * @param expiresAt when an open request expires
 * @param paymentToken once completed
 * @param sessionToken once completed
 * @param tokenExpiresAt 60 minutes after completion
 * @param finalized whether the token has been spent
 * @param paymentTransactionId where a transaction was created
 * @param deleted whether Klarna has deleted it: a read is 404
 */
public record PaymentRequestView(
        String id,
        @Nullable String reference,
        String account,
        @Nullable String purchaseReference,
        long amount,
        String currency,
        RequestState state,
        @Nullable RequestState previousState,
        @Nullable String stateReason,
        String url,
        @Nullable String returnUrl,
        Instant createdAt,
        Instant updatedAt,
        Instant expiresAt,
        @Nullable String paymentToken,
        @Nullable String sessionToken,
        @Nullable Instant tokenExpiresAt,
        boolean finalized,
        @Nullable String paymentTransactionId,
        boolean deleted) {

    /**
     * Whether money may still come of it at {@code now}: open, or completed with a living token that nobody has
     * spent.
     */
    public boolean isOpenAt(Instant now) {
        boolean tokenLives = tokenExpiresAt != null && now.isBefore(tokenExpiresAt);
        return state.isOpen() || (state != RequestState.CANCELED && !finalized && tokenLives);
    }
}
