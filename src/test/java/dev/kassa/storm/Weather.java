package dev.kassa.storm;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RateCategory;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What goes wrong: with one checkout's calls and events by its own dice, and with all of them for a while. */
final class Weather {
    /** Real time passes while a call meets one of these: so they are rare. */
    private static final List<String> SLOW =
            List.of("EXECUTED_BUT_TIMED_OUT", "HANG_59S_BEFORE", "HANG_59S_AFTER", "SLOW_BODY");

    private static final List<Fault> SLOW_FAULTS =
            Fault.all().stream().filter(fault -> SLOW.contains(fault.name())).toList();
    private static final List<Fault> QUICK_FAULTS =
            Fault.all().stream().filter(fault -> !SLOW.contains(fault.name())).toList();

    /** Those that move no clock: it is everybody's here. */
    private static final List<Fault> RACES = Stream.of(
                    Happening.CUSTOMER_ENTERS,
                    Happening.CUSTOMER_APPROVES,
                    Happening.CUSTOMER_APPROVES,
                    Happening.CUSTOMER_DECLINES,
                    Happening.CUSTOMER_ABORTS,
                    Happening.KLARNA_CANCELS)
            .flatMap(happening -> Stream.of(happening.justBefore(), happening.during(), happening.justAfter()))
            .toList();

    private static final List<Operation> OPERATIONS = List.of(
            Operation.AUTHORIZE,
            Operation.READ,
            Operation.READ,
            Operation.CANCEL,
            Operation.CANCEL,
            Operation.UPDATE,
            Operation.FINAL_AUTHORIZE,
            Operation.FINAL_AUTHORIZE,
            Operation.FINAL_AUTHORIZE);

    private static final List<Fault> OUTAGES = List.of(
            Fault.UNAVAILABLE_503,
            Fault.UNAVAILABLE_503_AFTER,
            Fault.RATE_LIMITED_429,
            Fault.RESET_BEFORE,
            Fault.RESET_AFTER,
            Fault.BAD_GATEWAY_502_HTML_BEFORE,
            Fault.FORBIDDEN_403_WITHOUT_BODY);

    private final StormWorld world;

    Weather(StormWorld world) {
        this.world = world;
    }

    /** Puts down what one checkout's calls and events will meet, in words. */
    void over(Purchase purchase, SplittableRandom dice) {
        int calls = dice.nextInt(5);
        for (int i = 0; i < calls; i++) {
            call(purchase, dice);
        }
        int events = dice.nextInt(4);
        for (int i = 0; i < events; i++) {
            var fault = event(dice);
            world.klarna.webhookFaults().nextFor(purchase.purchaseReference(), fault);
            purchase.story().add("webhook fault " + fault.name());
        }
        if (dice.nextInt(12) == 0) {
            world.klarna.webhookFaults().allFor(purchase.purchaseReference(), WebhookFault.LOST);
            purchase.story().add("every webhook is lost");
        }
    }

    private void call(Purchase purchase, SplittableRandom dice) {
        var operation = one(OPERATIONS, dice);
        var fault = fault(dice);
        int times = fault.name().contains("_JUST_") || fault.name().contains("_DURING") || dice.nextBoolean()
                ? 1
                : dice.nextInt(2, 8);
        // Once in a while nothing else is heard for good, past a token's life or a day: thousands of patient tries.
        if (dice.nextInt(4_000) == 0) {
            times = 10_000;
            fault = one(OUTAGES, dice);
        }
        world.klarna.faults().nextFor(purchase.purchaseReference(), operation, times, fault);
        purchase.story().add(operation + " meets " + fault.name() + " ×" + times);
    }

    private static Fault fault(SplittableRandom dice) {
        int chance = dice.nextInt(100);
        if (chance < 1) {
            return one(SLOW_FAULTS, dice);
        }
        if (chance < 20) {
            return one(RACES, dice);
        }
        if (chance < 25) {
            return Fault.delayedAnswer(Duration.ofMillis(dice.nextInt(1, 60)));
        }
        if (chance < 30) {
            return Fault.slowExecution(Duration.ofMillis(dice.nextInt(1, 60)));
        }
        var fault = one(QUICK_FAULTS, dice);
        return chance < 36 ? fault.and(one(RACES, dice)) : fault;
    }

    private static WebhookFault event(SplittableRandom dice) {
        return switch (dice.nextInt(8)) {
            case 0 -> WebhookFault.delayed(Duration.ofSeconds(dice.nextInt(1, 7200)));
            case 1 -> WebhookFault.delayedToRetry(dice.nextInt(1, 7));
            case 2 -> WebhookFault.fractionDigits(dice.nextInt(10));
            case 3 -> WebhookFault.LOST;
            default -> one(List.of(WebhookFault.Plain.values()), dice);
        };
    }

    /** An outage of Klarna's for everybody, from now on and for a while. */
    void breaksOut(SplittableRandom dice) {
        var time = Duration.ofSeconds(dice.nextInt(20, 15 * 60));
        if (dice.nextInt(4) == 0) {
            world.klarna.refuseConnections(time);
        } else {
            var category = dice.nextBoolean()
                    ? RateCategory.PAYMENT_REQUEST_MANAGEMENT
                    : RateCategory.PAYMENT_TRANSACTION_AUTHORIZATION;
            world.klarna.faults().during(time, category, one(OUTAGES, dice));
        }
        world.outages.add(new StormWorld.Outage(world.now(), world.now().plus(time)));
    }

    private static <T> T one(List<T> of, SplittableRandom dice) {
        return of.get(dice.nextInt(of.size()));
    }
}
