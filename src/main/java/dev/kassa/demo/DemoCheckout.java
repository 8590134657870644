package dev.kassa.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkout as the page shows it, in the words of the public contract.
 *
 * @param amount in minor units
 * @param paymentRequestUrl where the customer approves, while that is possible
 * @param reason why it ended as it did
 */
public record DemoCheckout(
        String checkoutId,
        String reference,
        String status,
        int attempt,
        long amount,
        String currency,
        Instant sessionExpiresAt,
        @Nullable String paymentRequestUrl,
        @Nullable String reason) {}
