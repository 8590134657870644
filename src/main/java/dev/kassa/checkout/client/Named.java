package dev.kassa.checkout.client;

import dev.kassa.checkout.CheckoutId;

/** What a text from outside names, as seen by one merchant. */
public sealed interface Named {
    /** The merchant's own checkout. */
    record Own(CheckoutId checkoutId) implements Named {}

    /** Another merchant's checkout, by its id. */
    record Foreign() implements Named {}

    /** Something at Temporal that is no checkout. */
    record Other() implements Named {}

    /** Nothing that this merchant could know of. */
    record Nothing() implements Named {}
}
