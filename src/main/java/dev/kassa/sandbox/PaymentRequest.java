package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One Payment Request as Klarna holds it. Mutable; touched only under {@link Klarna}'s lock. */
final class PaymentRequest {

    static final Duration TOKEN_LIFE = Duration.ofHours(1);

    final String id;
    final String account;
    final String url;
    final AuthorizeBody.StepUp stepUp;
    final Instant createdAt;
    final Instant expiresAt;
    final @Nullable String customerToken;

    long amount;
    String currency;

    @Nullable
    JsonNode purchaseData;

    RequestState state = RequestState.SUBMITTED;

    @Nullable
    RequestState previousState;

    @Nullable
    String stateReason;

    Instant updatedAt;

    @Nullable
    Instant canceledAt;

    boolean deleted;

    @Nullable
    String paymentToken;

    @Nullable
    String sessionToken;

    @Nullable
    Instant completedAt;

    @Nullable
    TokenUse tokenUse;

    @Nullable
    String transactionId;

    /** The one call that spent a token of this request, and its answer. */
    record TokenUse(
            String token,
            String idempotencyKey,
            String bodySha256,
            Answer answer,
            @Nullable Transaction made) {}

    PaymentRequest(
            String id,
            String account,
            String url,
            AuthorizeBody body,
            AuthorizeBody.StepUp stepUp,
            Instant createdAt,
            @Nullable String customerToken) {
        this.id = id;
        this.account = account;
        this.url = url;
        this.stepUp = stepUp;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.expiresAt = stepUp.expiresAt();
        this.customerToken = customerToken;
        this.amount = body.amount();
        this.currency = body.currency();
        this.purchaseData = body.purchaseData();
    }

    void become(RequestState next, @Nullable String reason, Instant at) {
        previousState = state;
        state = next;
        stateReason = reason;
        updatedAt = at;
    }

    /** As if it had never been approved; who has the tokens may still send them. */
    void forgetTokens() {
        paymentToken = null;
        sessionToken = null;
        completedAt = null;
    }

    /** Its last part, by which the purchase page is addressed. */
    String shortId() {
        return Ids.shortened(id);
    }

    @Nullable
    String purchaseReference() {
        return purchaseData == null
                ? null
                : Json.text(purchaseData, "purchase_reference").orElse(null);
    }

    @Nullable
    Instant tokenExpiresAt() {
        return completedAt == null ? null : completedAt.plus(TOKEN_LIFE);
    }

    PaymentRequestView view() {
        return new PaymentRequestView(
                id,
                stepUp.reference(),
                account,
                purchaseReference(),
                amount,
                currency,
                state,
                previousState,
                stateReason,
                url,
                stepUp.returnUrl() == null ? null : ReturnUrls.filled(stepUp.returnUrl(), this),
                createdAt,
                updatedAt,
                expiresAt,
                paymentToken,
                sessionToken,
                tokenExpiresAt(),
                tokenUse != null,
                transactionId,
                deleted);
    }
}
