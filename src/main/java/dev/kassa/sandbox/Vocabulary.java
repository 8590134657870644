package dev.kassa.sandbox;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names in a closed vocabulary, read from the sealed type itself: whoever adds a word need not add it to a page. An
 * enum's words are its constants; a record is a word that takes what its components say.
 */
final class Vocabulary {

    private Vocabulary() {}

    /** A word, and what has to be said with it. */
    record Word(String name, List<Parameter> parameters) {

        static Word plain(String name) {
            return new Word(name, List.of());
        }

        String label() {
            return parameters.isEmpty()
                    ? name
                    : name + " (with "
                            + parameters.stream().map(Parameter::name).collect(Collectors.joining(", ")) + ")";
        }
    }

    /** What a word takes, by its name on the control API. */
    record Parameter(String name, Type type) {}

    /** How a parameter is written. */
    enum Type {
        DURATION,
        NUMBER,
        TEXT
    }

    /** The faults of calls, but for refused connections, which are no one call's. */
    static List<Word> ofCalls() {
        return FaultCommands.names().stream()
                .filter(name -> !name.equals(FaultCommands.REFUSED_CONNECTION))
                .map(name -> FaultCommands.WITH_DURATION.contains(name)
                        ? new Word(name, List.of(new Parameter("duration", Type.DURATION)))
                        : Word.plain(name))
                .toList();
    }

    static List<Word> of(Class<?> sealed) {
        return words(sealed).toList();
    }

    private static Stream<Word> words(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(word -> Word.plain(((Enum<?>) word).name()));
        }
        if (type.isRecord()) {
            List<Parameter> parameters = Arrays.stream(type.getRecordComponents())
                    .map(Vocabulary::parameter)
                    .toList();
            return Stream.of(new Word(upperSnake(type.getSimpleName()), parameters));
        }
        return Arrays.stream(type.getPermittedSubclasses()).flatMap(Vocabulary::words);
    }

    private static Parameter parameter(RecordComponent component) {
        if (component.getType() == Duration.class) {
            return new Parameter("duration", Type.DURATION);
        }
        return new Parameter(component.getName(), component.getType() == int.class ? Type.NUMBER : Type.TEXT);
    }

    private static String upperSnake(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
