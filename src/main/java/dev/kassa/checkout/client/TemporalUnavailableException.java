package dev.kassa.checkout.client;

import dev.kassa.checkout.CheckoutId;

/** Temporal, or every worker, is away. What was asked for may still happen: the same call is safe to repeat. */
public final class TemporalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CheckoutId checkoutId;

    TemporalUnavailableException(CheckoutId checkoutId, Throwable cause) {
        super("Temporal did not answer in time about " + checkoutId, cause);
        this.checkoutId = checkoutId;
    }

    /** The checkout that was asked for; it may exist or begin although no answer came. */
    public CheckoutId checkoutId() {
        return checkoutId;
    }
}
