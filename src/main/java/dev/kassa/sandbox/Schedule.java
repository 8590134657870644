package dev.kassa.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to the next ones, by subject (an operation, an event type) and reference. The first rule that
 * fits is taken.
 */
final class Schedule<T> {

    /** Counts down never. */
    static final int ALWAYS = -1;

    private final List<Rule<T>> rules = new ArrayList<>();

    /** A rule: null as subject or reference fits all; {@code times} are left, or time {@code until} then. */
    record Rule<T>(
            @Nullable String subject,
            @Nullable String reference,
            int times,
            @Nullable Instant until,
            T what) {

        boolean fits(Set<String> subjects, Set<String> references) {
            return (subject == null || subjects.contains(subject))
                    && (reference == null || references.contains(reference));
        }

        boolean isOver(Instant now) {
            return until != null && !now.isBefore(until);
        }

        Rule<T> once() {
            return times == ALWAYS ? this : new Rule<>(subject, reference, times - 1, until, what);
        }
    }

    void add(@Nullable String subject, @Nullable String reference, int times, T what) {
        add(new Rule<>(subject, reference, times, null, what));
    }

    synchronized void add(Rule<T> rule) {
        if (rule.times() != ALWAYS && rule.times() < 1) {
            throw new IllegalArgumentException("times must be at least 1");
        }
        rules.add(rule);
    }

    Optional<T> take(String subject, Set<String> references) {
        return take(Set.of(subject), references, Instant.MIN);
    }

    synchronized Optional<T> take(Set<String> subjects, Set<String> references, Instant now) {
        rules.removeIf(rule -> rule.isOver(now));
        for (int i = 0; i < rules.size(); i++) {
            Rule<T> rule = rules.get(i);
            if (rule.fits(subjects, references)) {
                Rule<T> left = rule.once();
                if (left.times() == 0) {
                    rules.remove(i);
                } else {
                    rules.set(i, left);
                }
                return Optional.of(rule.what());
            }
        }
        return Optional.empty();
    }

    synchronized List<Rule<T>> rules() {
        return List.copyOf(rules);
    }

    synchronized void restore(List<Rule<T>> others) {
        rules.clear();
        rules.addAll(others);
    }

    synchronized void clear() {
        rules.clear();
    }
}
