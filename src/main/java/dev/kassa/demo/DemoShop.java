package dev.kassa.demo;

import java.time.Duration;
import java.util.Optional;

/** What the page needs of a shop's server, which holds the API key that no browser may see. */
public interface DemoShop {
    /**
     * Starts a checkout over the shop's one article.
     *
     * @param sessionTimeout after which an unfinished checkout is canceled
     * @throws ShopClosedException where Kassa could not take it now
     */
    DemoCheckout startCheckout(Duration sessionTimeout);

    /**
     * How a checkout stands; empty where there is none of that id.
     *
     * @throws ShopClosedException where Kassa could not say
     */
    Optional<DemoCheckout> status(String checkoutId);

    /** Kassa did not answer as it should. */
    final class ShopClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ShopClosedException(Throwable cause) {
            super("the demo's shop got no answer from Kassa", cause);
        }
    }
}
