package dev.kassa.demo;

import dev.kassa.demo.DemoShop.ShopClosedException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How one checkout stands, for somebody who must not wait for it: Kassa is asked beside, and only where the history has
 * grown since it was last asked. Without a worker that question takes 15 s and is answered by nobody.
 */
final class Lookout {
    private final DemoShop shop;
    private final String checkoutId;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Known known;

    /** What was heard when the history had so many events. */
    private record Known(DemoCheckout checkout, long events) {}

    Lookout(DemoShop shop, String checkoutId) {
        this.shop = shop;
        this.checkoutId = checkoutId;
    }

    /** As it was last told; has it asked for again where that is old. */
    @Nullable
    DemoCheckout checkout(long events) {
        if (isOld(events) && !asking.isLocked()) {
            Thread.ofVirtual().name("demo-asks-kassa").start(() -> ask(events));
        }
        var last = known;
        return last == null ? null : last.checkout();
    }

    /** Whether the history has grown since. */
    boolean isOld(long events) {
        var last = known;
        return last == null || last.events() != events;
    }

    private void ask(long events) {
        if (!asking.tryLock()) {
            return;
        }
        try {
            shop.status(checkoutId).ifPresent(checkout -> known = new Known(checkout, events));
        } catch (ShopClosedException _) {
            // Asked again with the next look.
        } finally {
            asking.unlock();
        }
    }
}
