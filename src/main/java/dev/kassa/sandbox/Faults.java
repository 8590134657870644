package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The failures that calls are about to meet. Each call meets at most one: the oldest that fits and is not used up. */
public final class Faults {

    private final Schedule<Fault> schedule = new Schedule<>();
    private final Supplier<Instant> now;
    private @Nullable Lottery lottery;

    /**
     * Faults by chance: the same seed gives the same ones to the same calls in the same order.
     *
     * @param perMille how many of a thousand calls meet one, from 0 to 1000
     */
    record Lottery(long seed, int perMille, List<Fault> faults, Random random) {

        Optional<Fault> draw() {
            // Both are drawn for every call: whether one call is lucky changes nothing for the next.
            boolean meets = random.nextInt(1000) < perMille;
            Fault fault = faults.get(random.nextInt(faults.size()));
            return meets ? Optional.of(fault) : Optional.empty();
        }
    }

    Faults(Supplier<Instant> now) {
        this.now = now;
    }

    /** The next calls of {@code operation} meet these, one each, in this order. */
    public void next(Operation operation, Fault... faults) {
        for (Fault fault : faults) {
            next(operation, 1, fault);
        }
    }

    /** The next {@code times} calls of {@code operation} meet {@code fault}. */
    public void next(Operation operation, int times, Fault fault) {
        schedule.add(operation.name(), null, times, fault);
    }

    /**
     * The next {@code times} calls of {@code operation} that belong to {@code reference} meet {@code fault}: a
     * purchase, Payment Request or transaction reference, or a Payment Request's id.
     */
    public void nextFor(String reference, Operation operation, int times, Fault fault) {
        schedule.add(operation.name(), reference, times, fault);
    }

    /** Every call of {@code operation} meets {@code fault}, until {@link #clear()}. */
    public void always(Operation operation, Fault fault) {
        schedule.add(operation.name(), null, Schedule.ALWAYS, fault);
    }

    /**
     * Every call of {@code operation} that belongs to {@code reference} meets {@code fault}, until {@link #clear()}.
     */
    public void alwaysFor(String reference, Operation operation, Fault fault) {
        schedule.add(operation.name(), reference, Schedule.ALWAYS, fault);
    }

    /** Every call of {@code operation} meets {@code fault} for a while of the sandbox's clock. */
    public void during(Duration howLong, Operation operation, Fault fault) {
        add(operation.name(), null, Schedule.ALWAYS, howLong, fault);
    }

    /** The next {@code times} calls that Klarna counts in {@code category} meet {@code fault}. */
    public void next(RateCategory category, int times, Fault fault) {
        schedule.add(category.name(), null, times, fault);
    }

    /** Every call that Klarna counts in {@code category} meets {@code fault} for a while of the sandbox's clock. */
    public void during(Duration howLong, RateCategory category, Fault fault) {
        add(category.name(), null, Schedule.ALWAYS, howLong, fault);
    }

    /**
     * Calls of every operation meet one of {@code faults} by chance, until {@link #clear()}. What is scheduled goes
     * first. The same seed gives the same faults to the same calls in the same order.
     *
     * @param perMille how many of a thousand calls meet one, from 0 to 1000
     * @param faults at least one
     */
    public synchronized void random(long seed, int perMille, Fault... faults) {
        if (perMille < 0 || perMille > 1000 || faults.length == 0) {
            throw new IllegalArgumentException("per_mille is from 0 to 1000, and at least one fault is named");
        }
        lottery = new Lottery(seed, perMille, List.of(faults), new Random(seed));
    }

    /** Whether every call of {@code operation} meets {@code fault}, until {@link #clear()}. */
    public boolean areAlways(Operation operation, Fault fault) {
        return schedule.rules().contains(new Schedule.Rule<>(operation.name(), null, Schedule.ALWAYS, null, fault));
    }

    /** Forgets all of them, those at random too. */
    public synchronized void clear() {
        lottery = null;
        schedule.clear();
    }

    /** Null as subject or reference is any, null as {@code howLong} is no end. */
    void add(@Nullable String subject, @Nullable String reference, int times, @Nullable Duration howLong, Fault fault) {
        @Nullable Instant until = howLong == null ? null : now.get().plus(howLong);
        schedule.add(new Schedule.Rule<>(subject, reference, times, until, fault));
    }

    synchronized Optional<Fault> take(Operation operation, Set<String> references) {
        Optional<Fault> drawn = lottery == null ? Optional.empty() : lottery.draw();
        Set<String> subjects =
                Set.of(operation.name(), RateCategory.of(operation).name());
        return schedule.take(subjects, references, now.get()).or(() -> drawn);
    }

    synchronized Optional<Lottery> lottery() {
        return Optional.ofNullable(lottery);
    }

    void restore(List<Schedule.Rule<Fault>> rules) {
        schedule.restore(rules);
    }

    List<Schedule.Rule<Fault>> rules() {
        return schedule.rules();
    }
}
