package dev.kassa.klarna;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How Klarna is to ask the customer, where it must.
 *
 * @param returnUrl with Klarna's placeholders in it; required for HANDOVER
 * @param interactionExpiry what the merchant wants
 * @param paymentRequestExpiresAt the same as an instant, where the older {@link ExpiryField} is to be sent instead; an
 *     instant because a repeat must be the same byte for byte
 */
public record StepUpConfig(
        PaymentRequestReference paymentRequestReference,
        InteractionMethod method,
        @Nullable String returnUrl,
        @Nullable String appReturnUrl,
        InteractionExpiry interactionExpiry,
        @Nullable Instant paymentRequestExpiresAt) {

    /** As Klarna's present documents want it. */
    public StepUpConfig(
            PaymentRequestReference paymentRequestReference,
            InteractionMethod method,
            @Nullable String returnUrl,
            @Nullable String appReturnUrl,
            InteractionExpiry interactionExpiry) {
        this(paymentRequestReference, method, returnUrl, appReturnUrl, interactionExpiry, null);
    }

    /** The same, expiring at an instant that goes into the older field. */
    public StepUpConfig expiringAt(Instant instant) {
        return new StepUpConfig(paymentRequestReference, method, returnUrl, appReturnUrl, interactionExpiry, instant);
    }

    /** Return URLs carry a keyed hash, so they are not printed. */
    @Override
    public String toString() {
        return method + " " + paymentRequestReference;
    }
}
