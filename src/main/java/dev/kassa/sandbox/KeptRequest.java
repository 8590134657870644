package dev.kassa.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A Payment Request as it is at one moment: all of its fields, by their names. */
record KeptRequest(
        String id,
        String account,
        String url,
        AuthorizeBody.StepUp stepUp,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String customerToken,
        long amount,
        String currency,
        @Nullable JsonNode purchaseData,
        RequestState state,
        @Nullable RequestState previousState,
        @Nullable String stateReason,
        Instant updatedAt,
        @Nullable Instant canceledAt,
        boolean deleted,
        @Nullable String paymentToken,
        @Nullable String sessionToken,
        @Nullable Instant completedAt,
        PaymentRequest.@Nullable TokenUse tokenUse,
        @Nullable String transactionId) {

    static KeptRequest of(PaymentRequest request) {
        return new KeptRequest(
                request.id,
                request.account,
                request.url,
                request.stepUp,
                request.createdAt,
                request.expiresAt,
                request.customerToken,
                request.amount,
                request.currency,
                request.purchaseData,
                request.state,
                request.previousState,
                request.stateReason,
                request.updatedAt,
                request.canceledAt,
                request.deleted,
                request.paymentToken,
                request.sessionToken,
                request.completedAt,
                request.tokenUse,
                request.transactionId);
    }

    PaymentRequest restored() {
        AuthorizeBody body = new AuthorizeBody(currency, amount, null, false, null, purchaseData, stepUp);
        PaymentRequest request = new PaymentRequest(id, account, url, body, stepUp, createdAt, customerToken);
        request.state = state;
        request.previousState = previousState;
        request.stateReason = stateReason;
        request.updatedAt = updatedAt;
        request.canceledAt = canceledAt;
        request.deleted = deleted;
        request.paymentToken = paymentToken;
        request.sessionToken = sessionToken;
        request.completedAt = completedAt;
        request.tokenUse = tokenUse;
        request.transactionId = transactionId;
        return request;
    }
}
