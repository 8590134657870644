package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;

/** How a restart went. */
public sealed interface RestartAnswer {
    /** There is a new attempt. */
    record Restarted(Checkout checkout) implements RestartAnswer {}

    /** Klarna has not answered within 10 s; the new attempt goes on by itself. */
    record Pending(Checkout checkout) implements RestartAnswer {}

    /** Klarna refused the new attempt's request itself. */
    record Refused(Checkout checkout) implements RestartAnswer {}

    /** Open, paid or unconfirmed: nothing was started. */
    record NotRestartable(Checkout checkout) implements RestartAnswer {}

    /** The timestamp of the interaction's expiry is less than 15 minutes away: nothing was started. */
    record ExpiryTooNear() implements RestartAnswer {}
}
