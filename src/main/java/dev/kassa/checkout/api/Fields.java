package dev.kassa.checkout.api;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object, read one by one. What breaks a rule is noted with its pointer and read as absent, so
 * that all faults are found at once. A JSON {@code null} is a value of the wrong type: who has nothing leaves it out.
 */
final class Fields {
    private final JsonNode object;
    private final String pointer;
    private final Faults faults;
    private final Set<String> known = new HashSet<>();

    Fields(JsonNode object, String pointer, Faults faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** A JSON string of so many characters (code points). */
    @Nullable
    String text(String name, int least, int most) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            return wrong(name, "must be a string");
        }
        var text = value.stringValue();
        int length = text.codePointCount(0, text.length());
        if (length < least || length > most) {
            var bounds = least == most ? String.valueOf(most) : least + " to " + most;
            return wrong(name, "must have " + bounds + " characters, has " + length);
        }
        return text;
    }

    /** A JSON integer within bounds; neither {@code "100"} nor {@code 1.5} nor {@code 1e2} is one. */
    @Nullable
    Long integer(String name, long least, long most) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            return wrong(name, "must be a JSON integer");
        }
        if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            return wrong(name, "must be from " + least + " to " + most);
        }
        return value.longValue();
    }

    /** One of an enum's words, in capital letters. */
    <E extends Enum<E>> E oneOf(String name, Class<E> words, E otherwise) {
        var value = value(name);
        if (value == null) {
            return otherwise;
        }
        for (var word : words.getEnumConstants()) {
            if (value.isString() && word.name().equals(value.stringValue())) {
                return word;
            }
        }
        faults.add(
                pointer(name),
                "must be one of "
                        + Arrays.stream(words.getEnumConstants())
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")));
        return otherwise;
    }

    @Nullable
    JsonNode object(String name) {
        var value = value(name);
        return value == null || value.isObject() ? value : wrong(name, "must be a JSON object");
    }

    @Nullable
    JsonNode textOrObject(String name) {
        var value = value(name);
        return value == null || value.isObject() || value.isString()
                ? value
                : wrong(name, "must be a string or a JSON object");
    }

    /** The fields of a nested object; absent where the object is, or is none. */
    @Nullable
    Fields nested(String name) {
        var object = object(name);
        return object == null ? null : new Fields(object, pointer(name), faults);
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** Notes that a required field is not there. */
    void require(String name) {
        if (!has(name)) {
            faults.add(pointer(name), "is required");
        }
    }

    /** Notes a fault of a field; gives the absent value that is read instead. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // Only null is given, which is of every type.
    <T> @Nullable T wrong(String name, String detail) {
        faults.add(pointer(name), detail);
        return null;
    }

    /** Notes every field that nobody asked for. To be called last. */
    void refuseOthers() {
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> faults.add(pointerOf(name), "is not a field of this request"));
    }

    /** The JSON Pointer (RFC 6901) of a field; of the object itself for the empty name. */
    String pointer(String name) {
        return name.isEmpty() ? pointer : pointerOf(name);
    }

    private String pointerOf(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        return object.get(name);
    }
}
