package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to the next ones, by subject (an operation, an event type) and reference. The first rule that
 * fits is taken.
 */
final class Schedule<T> {

    /** Counts down never. */
    static final int ALWAYS = -1;

    /** By age; a rule that is used once and not for the last time keeps its own. */
    private final SortedMap<Long, Rule<T>> rules = new TreeMap<>();

    // Thousands of rules for thousands of references are asked at every call.
    private final Map<String, SortedSet<Long>> agesByReference = new HashMap<>();
    private final SortedSet<Long> agesForAny = new TreeSet<>();
    private long added;

    /** A rule: null as subject or reference fits all; {@code times} are left, or time {@code until} then. */
    record Rule<T>(
            @Nullable String subject,
            @Nullable String reference,
            int times,
            @Nullable Instant until,
            T what) {

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
        long age = added++;
        rules.put(age, rule);
        ages(rule).add(age);
    }

    private SortedSet<Long> ages(Rule<T> rule) {
        return rule.reference() == null
                ? agesForAny
                : agesByReference.computeIfAbsent(rule.reference(), _ -> new TreeSet<>());
    }

    Optional<T> take(String subject, Set<String> references) {
        return take(Set.of(subject), references, Instant.MIN);
    }

    synchronized Optional<T> take(Set<String> subjects, Set<String> references, Instant now) {
        Optional<Long> first = Stream.concat(
                        Stream.of(agesForAny),
                        references.stream().map(agesByReference::get).filter(Objects::nonNull))
                .flatMap(ages -> firstThatFits(List.copyOf(ages), subjects, now).stream())
                .min(Long::compare);
        return first.map(age -> {
            Rule<T> rule = Objects.requireNonNull(rules.get(age));
            Rule<T> left = rule.once();
            if (left.times() == 0) {
                remove(age, rule);
            } else {
                rules.put(age, left);
            }
            return rule.what();
        });
    }

    private Optional<Long> firstThatFits(List<Long> ages, Set<String> subjects, Instant now) {
        for (Long age : ages) {
            Rule<T> rule = Objects.requireNonNull(rules.get(age));
            if (rule.isOver(now)) {
                remove(age, rule);
            } else if (rule.subject() == null || subjects.contains(rule.subject())) {
                return Optional.of(age);
            }
        }
        return Optional.empty();
    }

    private void remove(Long age, Rule<T> rule) {
        rules.remove(age);
        SortedSet<Long> ages = ages(rule);
        ages.remove(age);
        if (ages.isEmpty() && rule.reference() != null) {
            agesByReference.remove(rule.reference());
        }
    }

    synchronized List<Rule<T>> rules() {
        return List.copyOf(rules.values());
    }

    synchronized void restore(List<Rule<T>> others) {
        clear();
        others.forEach(this::add);
    }

    synchronized void clear() {
        rules.clear();
        agesByReference.clear();
        agesForAny.clear();
    }
}
