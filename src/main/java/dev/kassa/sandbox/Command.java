package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a command to the control API. What cannot be understood throws {@link IllegalArgumentException} with
 * the reason.
 */
final class Command {

    private final ObjectNode body;

    Command(Call call) {
        body = Json.parse(call.body())
                .orElseThrow(() -> new IllegalArgumentException("The body must be a JSON object"));
    }

    private Command(ObjectNode body) {
        this.body = body;
    }

    ObjectNode body() {
        return body;
    }

    boolean has(String name) {
        return body.has(name);
    }

    Optional<String> text(String name) {
        return Json.text(body, name);
    }

    /** Which purchase, Payment Request or transaction is meant; absent: any. */
    Optional<String> reference() {
        return text("reference").or(() -> text("purchase_reference"));
    }

    /** A number from 1, by default 1, or {@link Schedule#ALWAYS}. */
    int times() {
        JsonNode times = body.path("times");
        if (times.isMissingNode()) {
            return 1;
        }
        if (times.isString() && times.stringValue().equals("always")) {
            return Schedule.ALWAYS;
        }
        if (!times.isInt() || times.intValue() < 1) {
            throw new IllegalArgumentException("times must be a number from 1, or \"always\"");
        }
        return times.intValue();
    }

    Duration duration() {
        try {
            return Duration.parse(text("duration").orElse(""));
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("duration must be an ISO 8601 duration");
        }
    }

    /** A whole number that has to be there. */
    long number(String name) {
        JsonNode number = body.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return number.longValue();
    }

    /** The objects of a list that has to be there, each as a command of its own. */
    List<Command> list(String name) {
        JsonNode list = body.path(name);
        if (!list.isArray() || list.isEmpty() || !list.valueStream().allMatch(JsonNode::isObject)) {
            throw new IllegalArgumentException(name + " must be a list of objects");
        }
        return list.valueStream().map(each -> new Command((ObjectNode) each)).toList();
    }

    /** The texts under {@code name}; none where it is missing. */
    List<String> texts(String name) {
        JsonNode list = body.path(name);
        if (!list.isMissingNode() && !list.isArray()) {
            throw new IllegalArgumentException(name + " must be a list");
        }
        return list.valueStream().map(text -> text.asString("")).toList();
    }

    /** The duration under {@code name}, from zero, where there is one. */
    Optional<Duration> optionalDuration(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        try {
            return text(name)
                    .map(Duration::parse)
                    .filter(value -> !value.isNegative())
                    .or(() -> {
                        throw new IllegalArgumentException(name + " must be a duration that is not negative");
                    });
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException(name + " must be an ISO 8601 duration");
        }
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name).orElse(""));
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException(name + " must be an instant like 2026-03-02T09:00:00Z");
        }
    }

    <E extends Enum<E>> E required(String name, Class<E> type) {
        String value = text(name).orElse("");
        return Arrays.stream(type.getEnumConstants())
                .filter(known -> known.name().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " must be one of " + Arrays.toString(type.getEnumConstants())));
    }
}
