package dev.kassa.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page needs of a shop's server, which holds the API key that no browser may see. */
public interface DemoShop {
    /**
     * Starts a checkout.
     *
     * @throws ShopClosedException where Kassa could not take it now
     */
    DemoCheckout startCheckout(Purchase purchase);

    /**
     * How a checkout stands; empty where there is none of that id.
     *
     * @throws ShopClosedException where Kassa could not say
     */
    Optional<DemoCheckout> status(String checkoutId);

    /**
     * The merchant cancels.
     *
     * @throws ShopClosedException where Kassa did not answer
     */
    Answer cancel(String checkoutId);

    /**
     * The customer wants to try again after an unpaid end.
     *
     * @throws ShopClosedException where Kassa did not answer
     */
    Answer restart(String checkoutId);

    /** Whether a notification was signed with the secret that the shop and Kassa share. */
    boolean isSigned(Map<String, String> headers, String body);

    /**
     * What a customer buys.
     *
     * @param reference the shop's own
     * @param delivery the customer's name and address, as they go to Klarna; empty where they were left out
     */
    record Purchase(
            String reference, List<LineItem> lineItems, Optional<Recipient> delivery, Duration sessionTimeout) {}

    /** A line of the basket; in minor units, tax included. */
    record LineItem(String name, int quantity, int unitPrice, int totalAmount, int totalTaxAmount) {}

    /** Who gets it, and where. */
    record Recipient(String name, String email, String street, String postalCode, String city) {}

    /**
     * What Kassa answered.
     *
     * @param word the checkout's status, or what stood against it
     */
    record Answer(int status, String word) {}

    /** Kassa did not answer as it should. */
    final class ShopClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ShopClosedException(Throwable cause) {
            super("the demo's shop got no answer from Kassa", cause);
        }
    }
}
