package dev.kassa.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The readings that the sandbox follows, one for each topic of {@link Contradiction} and {@link Unknown} (klarna.md,
 * sections 10 and 11).
 */
public final class Switches {

    private static final Switches DEFAULTS = new Switches(Map.of());
    private static final Set<Reading> FIRSTS =
            topics().stream().map(topic -> readings(topic).getFirst()).collect(Collectors.toUnmodifiableSet());

    private final Map<Class<?>, Reading> chosen;

    private Switches(Map<Class<?>, Reading> chosen) {
        this.chosen = Map.copyOf(chosen);
    }

    /** The readings that klarna.md sets in bold, and for what is unknown the likeliest. */
    public static Switches defaults() {
        return DEFAULTS;
    }

    /** The same with other readings of these topics. */
    public Switches with(Reading... readings) {
        Map<Class<?>, Reading> others = new HashMap<>(chosen);
        for (Reading reading : readings) {
            others.put(reading.getClass(), reading);
        }
        return new Switches(others);
    }

    /** The reading of a topic. */
    public <E extends Enum<E> & Reading> E of(Class<E> topic) {
        Reading reading = chosen.get(topic);
        return reading == null ? topic.getEnumConstants()[0] : Objects.requireNonNull(topic.cast(reading));
    }

    /** Whether this is the reading of its topic. */
    public boolean has(Reading reading) {
        Reading other = chosen.get(reading.getClass());
        return other == null ? FIRSTS.contains(reading) : other.equals(reading);
    }

    /** How this topic is read now. */
    Reading in(Class<?> topic) {
        return readings(topic).stream().filter(this::has).findFirst().orElseThrow();
    }

    /** All topics, in the order of docs/klarna.md. */
    static List<Class<?>> topics() {
        return Stream.of(Contradiction.class, Unknown.class)
                .<Class<?>>flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                .toList();
    }

    static List<Reading> readings(Class<?> topic) {
        return Stream.of(topic.getEnumConstants()).map(Reading.class::cast).toList();
    }
}
