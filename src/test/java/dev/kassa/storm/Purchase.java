package dev.kassa.storm;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.client.StartCheckout;
import java.time.Instant;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One checkout of a storm: what its merchant orders, and what everybody does with it and is answered.
 *
 * @param number from 0; with the storm's seed it makes the whole story
 * @param purchaseReference what Klarna calls the purchase; the merchant's own reference is another merchant's too
 * @param story what was planned and done, for whoever reads of a violation
 */
record Purchase(
        int number,
        Shop shop,
        StartCheckout order,
        String purchaseReference,
        CheckoutId id,
        Collection<String> story,
        Queue<Answer> answers) {

    Purchase(int number, Shop shop, StartCheckout order, String purchaseReference) {
        this(
                number,
                shop,
                order,
                purchaseReference,
                CheckoutId.of(new MerchantId(shop.merchant().id()), order.reference()),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
    }

    /** What the merchant heard: of which attempt, and which status; none where there was no answer about a checkout. */
    record Answer(
            Instant at, String to, int attempt, @Nullable CheckoutStatus status) {}
}
