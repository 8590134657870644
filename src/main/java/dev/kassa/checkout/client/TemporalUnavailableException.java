package dev.kassa.checkout.client;

import dev.kassa.checkout.CheckoutId;
import org.jspecify.annotations.Nullable;

/** Temporal, or every worker, is away. What was asked for may still happen: the same call is safe to repeat. */
public final class TemporalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable CheckoutId checkoutId;

    TemporalUnavailableException(@Nullable CheckoutId checkoutId, Throwable cause) {
        super("Temporal did not answer in time about " + (checkoutId == null ? "a list" : checkoutId), cause);
        this.checkoutId = checkoutId;
    }

    /** The checkout that was asked for; it may exist or begin although no answer came. Absent where a list was. */
    public @Nullable CheckoutId checkoutId() {
        return checkoutId;
    }
}
