package dev.kassa.checkout.workflow;

import java.time.Duration;
import java.util.Arrays;

/** What customer, merchant and Klarna do with a checkout while something is wrong with its webhooks. */
enum CustomerStory {
    ANSWER("answer") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            PAYS_AND_RETURNS.happens(world, checkout);
        }
    },
    PAYS_AND_RETURNS("pays, returns") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(2));
            checkout.customer().approve();
            checkout.customerReturns();
        }
    },
    PAYS("pays") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(2));
            checkout.customer().approve();
        }
    },
    ABORTS_AND_PAYS("aborts, pays") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(1));
            checkout.customer().enter();
            checkout.customer().abort();
            checkout.customerReturns();
            world.pass(Duration.ofMinutes(7));
            checkout.customer().approve();
        }
    },
    LAST_MINUTE("last minute") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(29));
            checkout.customer().approve();
        }
    },
    DECLINED("declined") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(2));
            checkout.customer().decline();
        }
    },
    NOBODY("nobody") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(1));
        }
    },
    MERCHANT_CANCELS("merchant") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(3));
            checkout.cancel();
        }
    },
    KLARNA_CANCELS("Klarna") {
        @Override
        void happens(World world, RunningCheckout checkout) {
            world.pass(Duration.ofMinutes(3));
            world.sandbox.klarnaCancels(checkout.reference());
        }
    };

    private final String title;

    CustomerStory(String title) {
        this.title = title;
    }

    static CustomerStory titled(String title) {
        return Arrays.stream(values())
                .filter(story -> story.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no story is called " + title));
    }

    /** Plays it on a checkout that waits for its customer. */
    abstract void happens(World world, RunningCheckout checkout);
}
