package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;

/** How a start went. */
public sealed interface StartAnswer {
    /** This very call made the checkout; exactly one of many identical ones is told so. */
    record Created(Checkout checkout) implements StartAnswer {}

    /** The same content was started before; the checkout as it stands now, ended ones included. */
    record Repeated(Checkout checkout) implements StartAnswer {}

    /** Klarna has not answered within 10 s; the checkout goes on by itself. */
    record Pending(Checkout checkout) implements StartAnswer {}

    /** This very call made the checkout, and Klarna refused the request itself. */
    record Refused(Checkout checkout) implements StartAnswer {}

    /** The reference is in use for other content. */
    record ReferenceReused(CheckoutId checkoutId) implements StartAnswer {}
}
