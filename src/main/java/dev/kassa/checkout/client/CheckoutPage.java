package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a merchant's checkouts, newest first.
 *
 * @param next where the next page begins, behind this place; absent after the last
 */
public record CheckoutPage(
        List<Checkout> checkouts, @Nullable ListPosition next) {
    public CheckoutPage {
        checkouts = List.copyOf(checkouts);
    }
}
