package dev.kassa.demo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Klarna has in its books of one checkout. */
public record KlarnaBooks(List<PaymentRequest> paymentRequests, List<Transaction> transactions) {
    /**
     * A Payment Request.
     *
     * @param id the part of it that tells it apart
     * @param state in Klarna's words
     * @param token how its token stands; absent where there never was one
     */
    public record PaymentRequest(
            String id,
            String state,
            @Nullable String stateReason,
            long amount,
            String currency,
            Instant expiresAt,
            @Nullable Token token) {}

    /** The proof that the customer approved; itself it is nowhere shown. */
    public record Token(boolean spent, Instant expiresAt) {}

    /**
     * Money.
     *
     * @param id the part of it that tells it apart
     */
    public record Transaction(String id, Instant createdAt) {}
}
