package dev.kassa.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The failures that calls are about to meet. Each call meets at most one: the oldest that fits and is not used up. */
public final class Faults {

    private final Schedule<Fault> schedule = new Schedule<>();

    Faults() {}

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
     * purchase, Payment
     * Request or transaction reference, or a Payment Request's id.
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

    /** Forgets all of them. */
    public void clear() {
        schedule.clear();
    }

    void add(Operation operation, Optional<String> reference, int times, Fault fault) {
        schedule.add(operation.name(), reference.orElse(null), times, fault);
    }

    Optional<Fault> take(Operation operation, Set<String> references) {
        return schedule.take(operation.name(), references);
    }

    List<Schedule.Rule<Fault>> rules() {
        return schedule.rules();
    }
}
