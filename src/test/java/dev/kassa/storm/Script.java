package dev.kassa.storm;

import dev.kassa.sandbox.Plans;
import dev.kassa.sandbox.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** What one checkout's customer, merchant and operators will do, and when: all by the checkout's own dice. */
final class Script {
    private final Agenda agenda;
    private final Deeds deeds;
    private final Purchase purchase;
    private final SplittableRandom dice;
    private final Instant start;
    private final Duration session;
    /** For so many seconds after a session people may still do something. */
    private final int afterwards;

    private final Runnable cutOff;
    private Duration customersLast = Duration.ZERO;

    /** Where what is to be done later is put down. */
    @FunctionalInterface
    interface Agenda {
        void at(Instant when, Runnable deed);
    }

    /**
     * @param afterwards for so long after a session people may still do something
     * @param cutOff is told where an operator terminates it
     */
    Script(
            Agenda agenda,
            Deeds deeds,
            Purchase purchase,
            SplittableRandom dice,
            Instant start,
            Duration afterwards,
            Runnable cutOff) {
        this.cutOff = cutOff;
        this.agenda = agenda;
        this.deeds = deeds;
        this.afterwards = Math.toIntExact(afterwards.toSeconds());
        this.purchase = purchase;
        this.dice = dice;
        this.start = start;
        this.session = purchase.order().sessionTimeout();
    }

    /** @param plans what Klarna will say by itself */
    void write(Plans plans) {
        at(Duration.ZERO, () -> deeds.starts(purchase));
        answers(plans);
        customer();
        merchant();
        operator();
    }

    private void answers(Plans plans) {
        int chance = dice.nextInt(100);
        if (chance < 4) {
            plans.authorizeFor(purchase.purchaseReference(), Result.APPROVED);
        } else if (chance < 8) {
            plans.authorizeFor(purchase.purchaseReference(), Result.DECLINED);
        }
        if (dice.nextInt(100) < 4) {
            plans.finalAuthorizeFor(purchase.purchaseReference(), Result.DECLINED);
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
            case 6 -> act(soon(), Deeds.Step.DECLINES);
            case 7 -> {
                act(soon(), Deeds.Step.ENTERS);
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
                pays(when.plusSeconds(dice.nextInt(1, 2 * afterwards)));
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
        act(when, Deeds.Step.APPROVES);
    }

    private void comesAndGoes(Duration when) {
        act(when, Deeds.Step.ENTERS);
        act(when.plusSeconds(dice.nextInt(1, 120)), Deeds.Step.ABORTS);
        if (dice.nextBoolean()) {
            returnsAfter(dice.nextInt(1, 10));
        }
    }

    private void act(Duration when, Deeds.Step step) {
        customersLast = when;
        at(when, () -> deeds.customer(purchase, step));
    }

    private void returnsAfter(int seconds) {
        at(customersLast.plusSeconds(seconds), () -> deeds.returns(purchase));
    }

    private void merchant() {
        boolean isLong = session.compareTo(Duration.ofHours(12)) > 0;
        if (oneIn(isLong ? 30 : 6)) {
            at(instant(session), () -> deeds.cancels(purchase));
        }
        // At the very moment at which the customer does something.
        if (oneIn(25)) {
            at(customersLast, () -> deeds.cancels(purchase));
        }
        if (oneIn(8)) {
            long amount = dice.nextInt(100, 100_000);
            at(soon(), () -> deeds.amends(purchase, amount));
        }
        if (oneIn(20)) {
            at(instant(session), () -> deeds.starts(purchase));
        }
        if (oneIn(40)) {
            at(instant(session), () -> deeds.startsAnother(purchase, Orders.other(purchase.order())));
        }
        if (oneIn(10)) {
            at(instant(session.multipliedBy(2)), () -> deeds.asks(purchase));
        }
        if (oneIn(20)) {
            at(instant(session), () -> deeds.strangerTries(purchase));
        }
        if (oneIn(7)) {
            restarts(session.plusSeconds(dice.nextInt(1, afterwards)));
        }
        if (oneIn(20)) {
            restarts(instant(session));
        }
    }

    private void restarts(Duration when) {
        at(when, () -> deeds.restarts(purchase));
        if (dice.nextBoolean()) {
            pays(when.plus(soon()));
        }
        if (oneIn(5)) {
            at(when.plus(soon()), () -> deeds.cancels(purchase));
        }
    }

    private void operator() {
        if (oneIn(30)) {
            at(instant(session), () -> deeds.klarnaCancels(purchase));
        }
        if (oneIn(50)) {
            at(instant(session), () -> deeds.operatorCancels(purchase));
        }
        if (oneIn(40)) {
            at(instant(session.plusMinutes(5)), this::terminated);
        }
        if (oneIn(80)) {
            at(customersLast.plusMillis(dice.nextInt(0, 3000)), this::terminated);
        }
    }

    private void terminated() {
        deeds.operatorTerminates(purchase);
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
