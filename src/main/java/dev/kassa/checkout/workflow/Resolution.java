package dev.kassa.checkout.workflow;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.PaymentTransactionId;
import org.jspecify.annotations.Nullable;

/**
 * What an operator found out about an UNCONFIRMED checkout.
 *
 * @param outcome a final status; absent or not final is refused
 * @param paymentTransactionId required for AUTHORIZED, and only there
 * @param reason required: who found out what, for whoever reads the history
 */
public record Resolution(
        @Nullable CheckoutStatus outcome,
        @Nullable PaymentTransactionId paymentTransactionId,
        @Nullable String reason) {}
