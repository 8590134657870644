package dev.kassa.checkout.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** SHA-256 of a JSON value: equal for equal JSON, whatever the order of its keys, its blanks and how numbers are written. */
public record Fingerprint(@JsonValue String sha256) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Fingerprint {}

    public static Fingerprint of(JsonNode content) {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest(canonical(content).getBytes(UTF_8));
            return new Fingerprint(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** The one text of a value. Depth is bounded by the parser (500), length by the 64 KiB of a request. */
    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            var sorted = new TreeMap<String, JsonNode>();
            node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
            return sorted.entrySet().stream()
                    .map(property -> quoted(property.getKey()) + ":" + canonical(property.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream().map(Fingerprint::canonical).collect(Collectors.joining(",", "[", "]"));
        }
        if (node.isNumber()) {
            // Never toPlainString: 1e999999999 has a billion digits.
            return node.decimalValue().stripTrailingZeros().toString();
        }
        return node.isString() ? quoted(node.stringValue()) : node.toString();
    }

    /** With its length before it, so that no text can pass for structure. */
    private static String quoted(String text) {
        return "\"" + text.length() + ":" + text + "\"";
    }
}
