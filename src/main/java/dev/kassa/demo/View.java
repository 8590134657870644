package dev.kassa.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows of a checkout.
 *
 * @param checkout as Kassa last told it; absent until it has
 * @param stale whether the checkout has moved since, and no worker could be asked
 * @param steps in the order in which they happened
 * @param books absent where Klarna is not the sandbox of this process
 */
record View(
        @Nullable DemoCheckout checkout,
        boolean stale,
        List<Step> steps,
        List<Countdown> countdowns,
        @Nullable KlarnaBooks books,
        Backstage.Switches switches) {}
