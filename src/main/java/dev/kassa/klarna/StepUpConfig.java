package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;

/**
 * How Klarna is to ask the customer, where it must.
 *
 * @param returnUrl with Klarna's placeholders in it; required for HANDOVER
 */
public record StepUpConfig(
        PaymentRequestReference paymentRequestReference,
        InteractionMethod method,
        @Nullable String returnUrl,
        @Nullable String appReturnUrl,
        InteractionExpiry interactionExpiry) {

    /** Return URLs carry a keyed hash, so they are not printed. */
    @Override
    public String toString() {
        return method + " " + paymentRequestReference;
    }
}
