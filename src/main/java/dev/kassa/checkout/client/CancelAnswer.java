package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;

/** How a cancellation stands, by Klarna's word. */
public sealed interface CancelAnswer {
    Checkout checkout();

    /** Canceled, and it was open when this was asked for. */
    record Canceled(Checkout checkout) implements CancelAnswer {}

    /** It was canceled before this was asked for. */
    record AlreadyCanceled(Checkout checkout) implements CancelAnswer {}

    /** Klarna has not answered within 10 s; the attempt goes on by itself. */
    record Pending(Checkout checkout) implements CancelAnswer {}

    /** The customer completed first; the payment is being confirmed, or has been meanwhile. */
    record AlreadyCompleted(Checkout checkout) implements CancelAnswer {}

    /** It ended otherwise. */
    record AlreadyFinal(Checkout checkout) implements CancelAnswer {}

    /** Nobody knows whether money is reserved. */
    record OutcomeUnknown(Checkout checkout) implements CancelAnswer {}

    /** What to say of a checkout that stands so and that somebody wants canceled. */
    static CancelAnswer of(Checkout checkout) {
        return switch (checkout.status()) {
            case CANCELED -> new Canceled(checkout);
            case AUTHORIZING, AWAITING_CUSTOMER, CANCELING -> new Pending(checkout);
            case FINALIZING -> new AlreadyCompleted(checkout);
            case AUTHORIZED, DECLINED, EXPIRED, FAILED -> new AlreadyFinal(checkout);
            case UNCONFIRMED -> new OutcomeUnknown(checkout);
        };
    }
}
