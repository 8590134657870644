package dev.kassa.checkout.workflow;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which Payment Request is meant.
 *
 * @param expiresAt before it a 404 is a fault, after it the request is gone; absent where Klarna never said
 */
public record RequestCommand(
        PartnerAccountId account,
        PaymentRequestId paymentRequestId,
        @Nullable Instant expiresAt) {}
