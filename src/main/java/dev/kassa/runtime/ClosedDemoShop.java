package dev.kassa.runtime;

import dev.kassa.demo.DemoCheckout;
import dev.kassa.demo.DemoShop;
import java.time.Duration;
import java.util.Optional;

/** The shop where merchants are configured: their keys are known only by their hashes, so the demo has none to use. */
final class ClosedDemoShop implements DemoShop {
    @Override
    public DemoCheckout startCheckout(Duration sessionTimeout) {
        throw new ShopClosedException(new IllegalStateException("there is no demo merchant"));
    }

    @Override
    public Optional<DemoCheckout> status(String checkoutId) {
        return Optional.empty();
    }
}
