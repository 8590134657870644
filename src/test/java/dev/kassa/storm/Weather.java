package dev.kassa.storm;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Plans;
import dev.kassa.sandbox.RateCategory;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private final Sandbox klarna;
    private final Climate climate;

    Weather(Sandbox klarna, Climate climate) {
        this.klarna = klarna;
        this.climate = climate;
    }

    /**
     * How bad it gets.
     *
     * @param repeats at most so many calls in a row meet the same
     * @param forGood one fault in so many never ends; 0 for none
     * @param slowAnswer the longest pause before an answer or an execution, in milliseconds of real time
     * @param lateEvent the longest delay of an event, in seconds
     * @param retries the last of Klarna's retries by which an event may come first
     * @param outage the longest outage, in seconds
     */
    record Climate(int repeats, int forGood, int slowAnswer, int lateEvent, int retries, int outage) {
        /** Time stands still while a call is under way, and days pass in a second. */
        static final Climate VIRTUAL = new Climate(7, 4_000, 60, 7200, 6, 15 * 60);
        /** Of a storm of minutes; who waits for an answer gives up after 2.5 s. */
        static final Climate REAL = new Climate(2, 0, 4_000, 60, 2, 20);
    }

    /** An outage of Klarna's for everybody: of one category's calls, or of its port where there is none. */
    record Outage(Duration time, @Nullable RateCategory category, Fault fault) {}

    /** What Klarna will say by itself. */
    Plans plans() {
        return klarna.plan();
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
            klarna.webhookFaults().nextFor(purchase.purchaseReference(), fault);
            purchase.story().add("webhook fault " + fault.name());
        }
        if (dice.nextInt(12) == 0) {
            klarna.webhookFaults().allFor(purchase.purchaseReference(), WebhookFault.LOST);
            purchase.story().add("every webhook is lost");
        }
    }

    private void call(Purchase purchase, SplittableRandom dice) {
        var operation = one(OPERATIONS, dice);
        var fault = fault(dice);
        int times = fault.name().contains("_JUST_") || fault.name().contains("_DURING") || dice.nextBoolean()
                ? 1
                : dice.nextInt(2, climate.repeats + 1);
        // Once in a while nothing else is heard for good, past a token's life or a day: thousands of patient tries.
        if (climate.forGood > 0 && dice.nextInt(climate.forGood) == 0) {
            times = 10_000;
            fault = one(OUTAGES, dice);
        }
        klarna.faults().nextFor(purchase.purchaseReference(), operation, times, fault);
        purchase.story().add(operation + " meets " + fault.name() + " ×" + times);
    }

    private Fault fault(SplittableRandom dice) {
        int chance = dice.nextInt(100);
        if (chance < 1) {
            return one(SLOW_FAULTS, dice);
        }
        if (chance < 20) {
            return one(RACES, dice);
        }
        if (chance < 25) {
            return Fault.delayedAnswer(Duration.ofMillis(dice.nextInt(1, climate.slowAnswer)));
        }
        if (chance < 30) {
            return Fault.slowExecution(Duration.ofMillis(dice.nextInt(1, climate.slowAnswer)));
        }
        var fault = one(QUICK_FAULTS, dice);
        return chance < 36 ? fault.and(one(RACES, dice)) : fault;
    }

    private WebhookFault event(SplittableRandom dice) {
        return switch (dice.nextInt(8)) {
            case 0 -> WebhookFault.delayed(Duration.ofSeconds(dice.nextInt(1, climate.lateEvent)));
            case 1 -> WebhookFault.delayedToRetry(dice.nextInt(1, climate.retries + 1));
            case 2 -> WebhookFault.fractionDigits(dice.nextInt(10));
            case 3 -> WebhookFault.LOST;
            default -> one(List.of(WebhookFault.Plain.values()), dice);
        };
    }

    /** The next outage, from whenever it breaks out. */
    Outage outage(SplittableRandom dice) {
        var time = Duration.ofSeconds(dice.nextInt(Math.min(20, climate.outage / 2), climate.outage));
        if (dice.nextInt(4) == 0) {
            return new Outage(time, null, Fault.RESET_BEFORE);
        }
        var category = dice.nextBoolean()
                ? RateCategory.PAYMENT_REQUEST_MANAGEMENT
                : RateCategory.PAYMENT_TRANSACTION_AUTHORIZATION;
        return new Outage(time, category, one(OUTAGES, dice));
    }

    void breaksOut(Outage outage) {
        if (outage.category == null) {
            klarna.refuseConnections(outage.time);
        } else {
            klarna.faults().during(outage.time, outage.category, outage.fault);
        }
    }

    private static <T> T one(List<T> of, SplittableRandom dice) {
        return of.get(dice.nextInt(of.size()));
    }
}
