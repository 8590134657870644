package dev.kassa.checkout.workflow;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import java.time.Instant;

/**
 * Which Payment Request is meant.
 *
 * @param expiresAt before it a 404 is a fault, after it the request is gone; or the latest that it can be, where Klarna never said
 */
public record RequestCommand(PartnerAccountId account, PaymentRequestId paymentRequestId, Instant expiresAt) {}
