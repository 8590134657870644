package dev.kassa.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The failures that events are about to meet, decided when the event comes to be. Each meets at most one. */
public final class WebhookFaults {

    private final Schedule<WebhookFault> schedule = new Schedule<>();
    private @Nullable Chance chance;

    private record Chance(SplittableRandom dice, int perMille, List<WebhookFault> faults) {}

    WebhookFaults() {}

    /** The next events, of whatever type, meet these, one each, in this order. */
    public void next(WebhookFault... faults) {
        for (WebhookFault fault : faults) {
            schedule.add(null, null, 1, fault);
        }
    }

    /** The next events of {@code eventType} meet these, one each, in this order. */
    public void nextOf(String eventType, WebhookFault... faults) {
        for (WebhookFault fault : faults) {
            schedule.add(eventType, null, 1, fault);
        }
    }

    /**
     * The next events that belong to {@code reference} meet these, one each, in this order: a purchase, Payment Request or
     * transaction reference, or a Payment Request's id.
     */
    public void nextFor(String reference, WebhookFault... faults) {
        for (WebhookFault fault : faults) {
            schedule.add(null, reference, 1, fault);
        }
    }

    /**
     * The next event of {@code eventType} that belongs to {@code reference} meets {@code fault}: a purchase, Payment
     * Request or transaction reference, or a Payment Request's id.
     */
    public void nextFor(String reference, String eventType, WebhookFault fault) {
        schedule.add(eventType, reference, 1, fault);
    }

    /** Every event meets {@code fault}, until {@link #clear()}. */
    public void all(WebhookFault fault) {
        schedule.add(null, null, Schedule.ALWAYS, fault);
    }

    /** Every event of {@code eventType} meets {@code fault}, until {@link #clear()}. */
    public void allOf(String eventType, WebhookFault fault) {
        schedule.add(eventType, null, Schedule.ALWAYS, fault);
    }

    /**
     * Every event that belongs to {@code reference} meets {@code fault}, until {@link #clear()}: a purchase, Payment
     * Request or transaction reference, or a Payment Request's id.
     */
    public void allFor(String reference, WebhookFault fault) {
        schedule.add(null, reference, Schedule.ALWAYS, fault);
    }

    /**
     * Each event for which nothing is scheduled meets one of {@code faults} by chance, until {@link #clear()}; the same
     * seed and the same order of events bring the same ones.
     *
     * @param perMille how many of a thousand events, 0 to 1000
     */
    public synchronized void random(long seed, int perMille, WebhookFault... faults) {
        if (perMille < 0 || perMille > 1000) {
            throw new IllegalArgumentException("per_mille must be 0 to 1000");
        }
        if (faults.length == 0) {
            throw new IllegalArgumentException("faults must name at least one of " + WebhookFault.vocabulary());
        }
        chance = new Chance(new SplittableRandom(seed), perMille, List.of(faults));
    }

    /** Forgets all of them; events that have met theirs keep it. */
    public synchronized void clear() {
        schedule.clear();
        chance = null;
    }

    /** Answers the chance that was set, for whoever lists it; nothing for none. */
    synchronized Optional<String> chance() {
        return Optional.ofNullable(chance)
                .map(known -> known.perMille() + " of 1000: "
                        + known.faults().stream().map(WebhookFault::name).collect(Collectors.joining(", ")));
    }

    synchronized Optional<WebhookFault> take(String eventType, Set<String> references) {
        return schedule.take(eventType, references).or(this::byChance);
    }

    private Optional<WebhookFault> byChance() {
        if (chance == null || chance.dice().nextInt(1000) >= chance.perMille()) {
            return Optional.empty();
        }
        return Optional.of(
                chance.faults().get(chance.dice().nextInt(chance.faults().size())));
    }

    /** Whether an event of exactly this type is to be sent before the answer to the call that is under way. */
    boolean isBeforeAnswer(String eventType, Set<String> references) {
        return schedule.rules().stream()
                .filter(rule -> eventType.equals(rule.subject())
                        && (rule.reference() == null || references.contains(rule.reference())))
                .findFirst()
                .filter(rule -> rule.what().equals(WebhookFault.BEFORE_ANSWER))
                .isPresent();
    }

    void add(Optional<String> eventType, Optional<String> reference, int times, WebhookFault fault) {
        schedule.add(eventType.orElse(null), reference.orElse(null), times, fault);
    }

    void restore(List<Schedule.Rule<WebhookFault>> rules) {
        schedule.restore(rules);
    }

    List<Schedule.Rule<WebhookFault>> rules() {
        return schedule.rules();
    }
}
