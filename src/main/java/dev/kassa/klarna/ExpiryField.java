package dev.kassa.klarna;

/** Where an authorize says when its Payment Request expires; Klarna's documents contradict each other. */
public enum ExpiryField {
    /** {@code interaction_expiry} (Klarna docs: Custom Payment Request expiry). */
    INTERACTION_EXPIRY,
    /** {@code step_up_config.payment_request_expires_at}, the older one (Klarna docs: Cancel a Payment Request). */
    PAYMENT_REQUEST_EXPIRES_AT
}
