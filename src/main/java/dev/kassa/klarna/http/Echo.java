package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Klarna may repeat of a request when it says what is wrong with it, and nobody is to read in an error: the
 * customer, what is bought, the SDK's context and the return URLs. What is wrong is told by the parameter's name.
 */
final class Echo {
    private static final String HIDDEN = "***";

    /** A shorter text is a word of many sentences, and names nobody. */
    private static final int SHORTEST = 3;

    private static final List<String> LISTS = List.of("validation_errors", "errors");

    private static final Set<String> PRIVATE = Set.of(
            "supplementary_purchase_data",
            "interoperability_data",
            "klarna_network_data",
            "request_customer_token",
            "return_url",
            "app_return_url");

    /** The longest first, so that no part of one is left of it. */
    private final List<String> texts;

    private Echo(List<String> texts) {
        this.texts = texts;
    }

    /** Of a request's body; of none where there is none. */
    static Echo of(byte @Nullable [] sent) {
        var texts = new ArrayList<String>();
        if (sent != null) {
            collect(Json.parse(sent), false, texts);
        }
        texts.sort(Comparator.comparingInt(String::length).reversed());
        return new Echo(texts);
    }

    private static void collect(JsonNode node, boolean isPrivate, List<String> texts) {
        if (node.isString() && isPrivate && node.stringValue().length() >= SHORTEST) {
            collect(node.stringValue(), texts);
        }
        node.properties()
                .forEach(field -> collect(field.getValue(), isPrivate || PRIVATE.contains(field.getKey()), texts));
        if (node.isArray()) {
            node.forEach(element -> collect(element, isPrivate, texts));
        }
    }

    /** As it is, as it stands in JSON, and what is in it where it is JSON itself, as the SDK's context is. */
    private static void collect(String text, List<String> texts) {
        texts.add(text);
        var quoted = Json.MAPPER.writeValueAsString(text);
        texts.add(quoted.substring(1, quoted.length() - 1));
        var inner = Json.parse(text.getBytes(UTF_8));
        if (inner.isContainer()) {
            collect(inner, true, texts);
        }
    }

    /** The same answer with all of it hidden in Klarna's lists of faults; what decides on its class is left alone. */
    Answer hiddenIn(Answer answer) {
        if (texts.isEmpty() || !(Json.parse(answer.body()) instanceof ObjectNode error)) {
            return answer;
        }
        LISTS.stream()
                .flatMap(list -> error.path(list).valueStream())
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .forEach(this::hideIn);
        return new Answer(answer.status(), answer.headers(), Json.MAPPER.writeValueAsBytes(error));
    }

    private void hideIn(ObjectNode fault) {
        for (var name : List.copyOf(fault.propertyNames())) {
            if (fault.path(name).isString()) {
                fault.put(name, hiddenIn(fault.path(name).stringValue()));
            }
        }
    }

    private String hiddenIn(String said) {
        var left = said;
        for (var text : texts) {
            left = left.replace(text, HIDDEN);
        }
        return left;
    }
}
