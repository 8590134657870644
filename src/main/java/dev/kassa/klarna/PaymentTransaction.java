package dev.kassa.klarna;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The money: what Klarna has authorized.
 *
 * @param amount in minor units
 * @param expiresAt when the authorization ends unless it is captured; absent where only an event told of it
 */
public record PaymentTransaction(
        PaymentTransactionId paymentTransactionId,
        @Nullable PaymentTransactionReference paymentTransactionReference,
        long amount,
        String currency,
        @Nullable Instant expiresAt) {}
