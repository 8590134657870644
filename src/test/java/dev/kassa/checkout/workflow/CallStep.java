package dev.kassa.checkout.workflow;

import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.WebhookFault;
import java.util.Arrays;

/** The call of the saga that meets a fault, and the story around it, minute by minute: who pays, which events are lost. */
enum CallStep {
    AUTHORIZE("authorize", Operation.AUTHORIZE) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            pay(world, checkout, spell);
        }

        @Override
        boolean beginsWithIt() {
            return true;
        }
    },
    AMEND("amend", Operation.UPDATE) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            if (minute == 0) {
                spell.beginsIn(world.sandbox, checkout.reference(), operation, null);
                checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null));
            } else if (minute >= 3) {
                pay(world, checkout, spell);
            }
        }
    },
    READ("read", Operation.READ) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            if (minute == 0) {
                world.sandbox.webhookFaults().allFor(checkout.reference(), WebhookFault.LOST);
                spell.beginsIn(world.sandbox, checkout.reference(), operation, null);
            }
            pay(world, checkout, spell);
        }
    },
    FINALIZE("finalize", Operation.FINAL_AUTHORIZE) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            if (minute == 0) {
                spell.beginsIn(world.sandbox, checkout.reference(), operation, null);
            }
            pay(world, checkout, spell);
        }
    },
    LAST_LOOK("last look", Operation.READ) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            if (minute == 29) {
                spell.beginsIn(world.sandbox, checkout.reference(), operation, null);
            }
        }
    },
    CANCEL("cancel", Operation.CANCEL) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            if (minute == 0) {
                spell.beginsIn(world.sandbox, checkout.reference(), operation, null);
            }
        }
    },
    CANCEL_PAID("cancel paid", Operation.CANCEL) {
        @Override
        void at(int minute, World world, RunningCheckout checkout, Spell spell) {
            if (minute == 0) {
                world.sandbox.webhookFaults().allFor(checkout.reference(), WebhookFault.LOST);
                spell.beginsIn(
                        world.sandbox, checkout.reference(), operation, Happening.CUSTOMER_APPROVES.justBefore());
            }
        }
    };

    final Operation operation;
    private final String title;

    CallStep(String title, Operation operation) {
        this.title = title;
        this.operation = operation;
    }

    static CallStep titled(String title) {
        return Arrays.stream(values())
                .filter(step -> step.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no step is called " + title));
    }

    /** What happens in a minute of its story; minute 0 is its first. */
    abstract void at(int minute, World world, RunningCheckout checkout, Spell spell);

    /** Whether it is the checkout's first call: then the fault is there before the checkout is. */
    boolean beginsWithIt() {
        return false;
    }

    /** The customer pays as soon as Klarna can be paid; nobody does where a race decides. */
    private static void pay(World world, RunningCheckout checkout, Spell spell) {
        boolean open = world.sandbox
                .find(checkout.reference())
                .filter(request -> request.state() == RequestState.SUBMITTED)
                .isPresent();
        if (open && !spell.isRace()) {
            checkout.customer().approve();
        }
    }
}
