package dev.kassa.checkout.workflow;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.Arrays;

/** What customer, merchant and Klarna do with one checkout, minute by minute; several go on side by side in one world. */
enum CustomerStory {
    PAYS_AND_RETURNS("pays, returns") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 2) {
                checkout.customer().approve();
                checkout.customerReturns();
            }
        }
    },
    PAYS("pays") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 2) {
                checkout.customer().approve();
            }
        }
    },
    ABORTS_AND_PAYS("aborts, pays") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 1) {
                checkout.customer().enter();
                checkout.customer().abort();
                checkout.customerReturns();
            } else if (minute == 8) {
                checkout.customer().approve();
            }
        }
    },
    LAST_MINUTE("last minute") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 29) {
                checkout.customer().approve();
            }
        }
    },
    DECLINED("declined") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 2) {
                checkout.customer().decline();
            }
        }
    },
    NOBODY("nobody") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            // Nobody comes.
        }
    },
    MERCHANT_CANCELS("merchant") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 3) {
                checkout.cancel();
                checkout.until(checkout::isClosed);
            }
        }
    },
    KLARNA_CANCELS("Klarna") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 3) {
                world.sandbox.klarnaCancels(checkout.reference());
            }
        }
    },
    PAYS_UNHEARD("unheard") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 0) {
                world.sandbox.webhookFaults().allFor(checkout.reference(), WebhookFault.LOST);
            } else if (minute == 2) {
                checkout.customer().approve();
            }
        }
    },
    AMENDED("amended") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 1) {
                checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null));
            } else if (minute == 5) {
                checkout.customer().approve();
            }
        }
    },
    CONFIRMATION_UNANSWERED("lost answer") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 1) {
                world.sandbox.faults().nextFor(checkout.reference(), Operation.FINAL_AUTHORIZE, 1, Fault.RESET_AFTER);
            } else if (minute == 2) {
                checkout.customer().approve();
            }
        }
    },
    CANCEL_UNANSWERED("lost cancel") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 1) {
                world.sandbox.faults().nextFor(checkout.reference(), Operation.CANCEL, 1, Fault.RESET_AFTER);
            }
        }
    },
    PAYS_AGAINST_CANCEL("race") {
        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 1) {
                world.sandbox
                        .faults()
                        .nextFor(checkout.reference(), Operation.CANCEL, 1, Happening.CUSTOMER_APPROVES.justBefore());
            }
        }
    },
    LATE_UNHEARD("late unheard") {
        @Override
        World.Change change() {
            return World.session(Duration.ofHours(2));
        }

        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 0) {
                world.sandbox.webhookFaults().allFor(checkout.reference(), WebhookFault.LOST);
            } else if (minute == 59) {
                checkout.customer().approve();
            }
        }
    },
    TOKEN_DIES("token dies") {
        @Override
        World.Change change() {
            return World.expiry("PT3H");
        }

        @Override
        void at(int minute, World world, RunningCheckout checkout) {
            if (minute == 1) {
                world.sandbox
                        .faults()
                        .alwaysFor(checkout.reference(), Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
            } else if (minute == 2 || (minute == 63 && isOpen(checkout))) {
                checkout.customer().approve();
            }
        }

        private static boolean isOpen(RunningCheckout checkout) {
            return checkout.atKlarna().state() == RequestState.SUBMITTED;
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

    /** What its checkout has that others have not. */
    World.Change change() {
        return World.usual();
    }

    /** What happens in a minute of a checkout that waits for its customer; minute 0 is its first. */
    abstract void at(int minute, World world, RunningCheckout checkout);
}
