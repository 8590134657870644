package dev.kassa.runtime;

import dev.kassa.demo.DemoCheckout;
import dev.kassa.demo.DemoShop;
import java.util.Map;
import java.util.Optional;

/** The shop where merchants are configured: their keys are known only by their hashes, so the demo has none to use. */
final class ClosedDemoShop implements DemoShop {
    @Override
    public DemoCheckout startCheckout(Purchase purchase) {
        throw closed();
    }

    @Override
    public Optional<DemoCheckout> status(String checkoutId) {
        return Optional.empty();
    }

    @Override
    public Answer cancel(String checkoutId) {
        throw closed();
    }

    @Override
    public Answer restart(String checkoutId) {
        throw closed();
    }

    @Override
    public boolean isSigned(Map<String, String> headers, String body) {
        return false;
    }

    private static ShopClosedException closed() {
        return new ShopClosedException(new IllegalStateException("there is no demo merchant"));
    }
}
