package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;

import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.Arrays;

/** The call of the saga that meets a fault, and the story around it: who pays, and which events are lost. */
enum CallStep {
    AUTHORIZE("authorize", Operation.AUTHORIZE, true) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            spell.beginsIn(world.sandbox, operation, null);
            return world.begin();
        }
    },
    AMEND("amend", Operation.UPDATE, true) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            var checkout = world.start();
            checkout.becomes(AWAITING_CUSTOMER);
            spell.beginsIn(world.sandbox, operation, null);
            checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null));
            world.pass(Duration.ofMinutes(3));
            return checkout;
        }
    },
    READ("read", Operation.READ, true) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            world.sandbox.webhookFaults().all(WebhookFault.LOST);
            var checkout = world.start();
            spell.beginsIn(world.sandbox, operation, null);
            return checkout;
        }
    },
    FINALIZE("finalize", Operation.FINAL_AUTHORIZE, true) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            var checkout = world.start();
            spell.beginsIn(world.sandbox, operation, null);
            return checkout;
        }
    },
    LAST_LOOK("last look", Operation.READ, false) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            var checkout = world.start();
            world.pass(Duration.ofMinutes(29));
            spell.beginsIn(world.sandbox, operation, null);
            return checkout;
        }
    },
    CANCEL("cancel", Operation.CANCEL, false) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            var checkout = world.start();
            spell.beginsIn(world.sandbox, operation, null);
            return checkout;
        }
    },
    CANCEL_PAID("cancel paid", Operation.CANCEL, false) {
        @Override
        RunningCheckout play(World world, Spell spell) {
            world.sandbox.webhookFaults().all(WebhookFault.LOST);
            var checkout = world.start();
            spell.beginsIn(world.sandbox, operation, Happening.CUSTOMER_APPROVES.justBefore());
            return checkout;
        }
    };

    final Operation operation;
    /** Whether the customer pays as soon as Klarna can be paid; otherwise nobody comes. */
    final boolean paid;

    private final String title;

    CallStep(String title, Operation operation, boolean paid) {
        this.title = title;
        this.operation = operation;
        this.paid = paid;
    }

    static CallStep titled(String title) {
        return Arrays.stream(values())
                .filter(step -> step.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no step is called " + title));
    }

    /** Begins the story, with the fault in place for its call. */
    abstract RunningCheckout play(World world, Spell spell);
}
