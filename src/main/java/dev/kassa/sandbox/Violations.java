package dev.kassa.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Collects the faults of one call, so that all are told at once. */
final class Violations {

    private final List<Refused.Violation> found = new ArrayList<>();

    void add(String parameter, String reason) {
        found.add(new Refused.Violation(parameter, reason));
    }

    void addUnknownFields(String parent, JsonNode object, String... known) {
        Set<String> names = Set.of(known);
        for (String name : object.propertyNames()) {
            if (!names.contains(name)) {
                add(parent.isEmpty() ? name : parent + "." + name, "is not known");
            }
        }
    }

    /** The object under {@code name}; empty where it is missing, a fault where it is something else. */
    Optional<JsonNode> optionalObject(String parent, JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            add(parent + name, "must be an object");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /**
     * The text under {@code name}; null where it is missing, a fault where it is something else or of another length.
     */
    @Nullable
    String optionalText(String parent, JsonNode object, String name, int longest) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isString()
                || value.stringValue().isEmpty()
                || value.stringValue().length() > longest) {
            add(parent + name, "must be a text of 1 to " + longest + " characters");
            return null;
        }
        return value.stringValue();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw Refused.invalid(found);
        }
    }
}
