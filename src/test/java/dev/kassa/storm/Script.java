package dev.kassa.storm;

import dev.kassa.sandbox.Customer;
import dev.kassa.sandbox.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** What one checkout's customer, merchant and operators will do, and when: all by the checkout's own dice. */
final class Script {
    private final Agenda agenda;
    private final Acts acts;
    private final Purchase purchase;
    private final SplittableRandom dice;
    private final Instant start;
    private final Duration session;
    private final Runnable cutOff;
    private Duration customersLast = Duration.ZERO;

    /** Where what is to be done later is put down. */
    @FunctionalInterface
    interface Agenda {
        void at(Instant when, Runnable deed);
    }

    Script(Agenda agenda, Acts acts, Purchase purchase, SplittableRandom dice, Instant start, Runnable cutOff) {
        this.cutOff = cutOff;
        this.agenda = agenda;
        this.acts = acts;
        this.purchase = purchase;
        this.dice = dice;
        this.start = start;
        this.session = purchase.order().sessionTimeout();
    }

    void write(StormWorld world) {
        at(Duration.ZERO, () -> acts.starts(purchase));
        plans(world);
        customer();
        merchant(world);
        operator();
    }

    private void plans(StormWorld world) {
        int chance = dice.nextInt(100);
        if (chance < 4) {
            world.klarna.plan().authorizeFor(purchase.purchaseReference(), Result.APPROVED);
        } else if (chance < 8) {
            world.klarna.plan().authorizeFor(purchase.purchaseReference(), Result.DECLINED);
        }
        if (dice.nextInt(100) < 4) {
            world.klarna.plan().finalAuthorizeFor(purchase.purchaseReference(), Result.DECLINED);
        }
    }

    private void customer() {
        if (session.compareTo(Duration.ofHours(12)) > 0) {
            tookAWhile();
            return;
        }
        var when = instant(session);
        switch (dice.nextInt(14)) {
            case 0, 1 -> pays(soon());
            case 2, 3 -> {
                pays(soon());
                returnsAfter(dice.nextInt(1, 60));
            }
            case 4, 5 -> {
                comesAndGoes(soon());
                pays(when);
            }
            case 6 -> act(soon(), "declines", Customer::decline);
            case 7 -> {
                act(soon(), "enters", Customer::enter);
                returnsAfter(dice.nextInt(1, 600));
            }
            case 8 -> pays(when);
            // Within seconds of the session's end, on either side.
            case 9 -> pays(session.plusSeconds(dice.nextInt(-20, 10)));
            case 10 -> {
                pays(session.minusSeconds(dice.nextInt(1, 90)));
                returnsAfter(0);
            }
            case 11 -> {
                comesAndGoes(when);
                pays(when.plusSeconds(dice.nextInt(1, 7200)));
            }
            default -> {
                // Nobody comes, or looks at the page and leaves for good.
                if (dice.nextBoolean()) {
                    comesAndGoes(when);
                }
            }
        }
    }

    /** Whoever has a day or two for it mostly lets them pass. */
    private void tookAWhile() {
        var when = instant(session);
        switch (dice.nextInt(5)) {
            case 0 -> pays(when);
            case 1 -> pays(session.minusSeconds(dice.nextInt(-10, 60)));
            case 2, 3 -> comesAndGoes(when);
            default -> customersLast = when;
        }
    }

    private void pays(Duration when) {
        act(when, "approves", Customer::approve);
    }

    private void comesAndGoes(Duration when) {
        act(when, "enters", Customer::enter);
        act(when.plusSeconds(dice.nextInt(1, 120)), "aborts", Customer::abort);
        if (dice.nextBoolean()) {
            returnsAfter(dice.nextInt(1, 10));
        }
    }

    private void act(Duration when, String what, java.util.function.Consumer<Customer> act) {
        customersLast = when;
        at(when, () -> acts.customer(purchase, what, act));
    }

    private void returnsAfter(int seconds) {
        at(customersLast.plusSeconds(seconds), () -> acts.returns(purchase));
    }

    private void merchant(StormWorld world) {
        boolean isLong = session.compareTo(Duration.ofHours(12)) > 0;
        if (oneIn(isLong ? 30 : 6)) {
            at(instant(session), () -> acts.cancels(purchase));
        }
        // At the very moment at which the customer does something.
        if (oneIn(25)) {
            at(customersLast, () -> acts.cancels(purchase));
        }
        if (oneIn(8)) {
            long amount = dice.nextInt(100, 100_000);
            at(soon(), () -> acts.amends(purchase, amount));
        }
        if (oneIn(20)) {
            at(instant(session), () -> acts.starts(purchase));
        }
        if (oneIn(40)) {
            at(instant(session), () -> acts.startsAnother(purchase, Orders.other(purchase.order())));
        }
        if (oneIn(10)) {
            at(instant(session.multipliedBy(2)), () -> acts.asks(purchase));
        }
        if (oneIn(20)) {
            at(instant(session), () -> acts.strangerTries(purchase, world.strangers::add));
        }
        if (oneIn(7)) {
            restarts(session.plusSeconds(dice.nextInt(1, 3600)));
        }
        if (oneIn(20)) {
            restarts(instant(session));
        }
    }

    private void restarts(Duration when) {
        at(when, () -> acts.restarts(purchase));
        if (dice.nextBoolean()) {
            pays(when.plus(soon()));
        }
        if (oneIn(5)) {
            at(when.plus(soon()), () -> acts.cancels(purchase));
        }
    }

    private void operator() {
        if (oneIn(30)) {
            at(instant(session), () -> acts.klarnaCancels(purchase));
        }
        if (oneIn(50)) {
            at(instant(session), () -> acts.operatorCancels(purchase));
        }
        if (oneIn(40)) {
            at(instant(session.plusMinutes(5)), this::terminated);
        }
        if (oneIn(80)) {
            at(customersLast.plusMillis(dice.nextInt(0, 3000)), this::terminated);
        }
    }

    private void terminated() {
        acts.operatorTerminates(purchase);
        cutOff.run();
    }

    private boolean oneIn(int many) {
        return dice.nextInt(many) == 0;
    }

    /** Within the first minutes; often the very first second. */
    private Duration soon() {
        var most = session.compareTo(Duration.ofMinutes(20)) < 0 ? session : Duration.ofMinutes(20);
        return oneIn(6) ? Duration.ofMillis(dice.nextInt(1000)) : instant(most);
    }

    private Duration instant(Duration within) {
        return Duration.ofMillis(dice.nextLong(within.toMillis()));
    }

    private void at(Duration after, Runnable deed) {
        agenda.at(start.plus(after.isNegative() ? Duration.ZERO : after), deed);
    }
}
