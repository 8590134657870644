package dev.kassa.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes input as strangers and broken programs do: its bytes, its words, and where it is JSON, its values. */
final class Mutator {
    private static final int LARGEST = 80 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HOLE = "\"@hole@\"";

    /** What parsers stumble over, as it stands in a text. */
    private static final List<String> WORDS = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\" \"",
            "0",
            "-0",
            "-1",
            "1.0",
            "1e2",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1e308",
            "1e309",
            "1e999999999",
            "1e-999999999",
            "1E+2147483648",
            "123456789012345678901234567890",
            "NaN",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udfff\\ud800\"",
            "\"\u2028\"",
            "\"\ud83d\ude00\"",
            "\"\\\\\"",
            "\"../../x\"",
            "\"%00%2e%2e%2f\"",
            "\"<b>\"",
            "\"PT30M\"",
            "\"P999999999999D\"",
            "\"PT99999999999999999999S\"",
            "\"2026-03-02T09:30:00Z\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"2026-02-30T25:61:61+99:99\"",
            "\"9999-12-31T23:59:59.999999999+18:00\"",
            "\"EUR\"",
            "\"CANCELED\"",
            "\"COMPLETED\"",
            "\"https://shop.example/x?y#z\"",
            "\"https://[::1\"",
            "\"javascript:alert(1)\"",
            "Mon, 02 Mar 2026 09:30:00 GMT",
            "99999999999999999999",
            "1.5",
            ";",
            ",",
            "=",
            ":",
            "%",
            "%C3%28",
            "\n",
            "\0",
            "\ufeff",
            "w=0",
            "w=999999999",
            "1.",
            ".",
            "-",
            "wait=",
            "chk_",
            "krn:");

    private final Random random;

    Mutator(long seed) {
        this.random = new Random(seed);
    }

    /** Another input, made of one and sometimes of a second. */
    byte[] mutated(byte[] one, byte[] other) {
        var result = one;
        int changes = 1 + random.nextInt(random.nextInt(8) == 0 ? 8 : 2);
        for (int change = 0; change < changes; change++) {
            result = random.nextBoolean() ? values(result) : bytes(result, other);
        }
        return result.length > LARGEST ? Arrays.copyOf(result, LARGEST) : result;
    }

    private byte[] bytes(byte[] input, byte[] other) {
        int at = random.nextInt(input.length + 1);
        int to = at + (at == input.length ? 0 : random.nextInt(Math.min(64, input.length - at) + 1));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(input);
            case 1 -> Arrays.copyOf(input, at);
            case 2 -> joined(input, at, word(), at);
            case 3 -> joined(input, at, word(), to);
            case 4 -> joined(input, at, new byte[0], to);
            case 5 -> joined(input, to, Arrays.copyOfRange(input, at, to), to);
            default -> {
                int from = random.nextInt(other.length + 1);
                yield joined(input, at, Arrays.copyOfRange(other, from, other.length), input.length);
            }
        };
    }

    private byte[] flipped(byte[] input) {
        var result = input.clone();
        if (result.length > 0) {
            result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return result;
    }

    private static byte[] joined(byte[] input, int until, byte[] between, int from) {
        var result = new ByteArrayOutputStream();
        result.write(input, 0, until);
        result.writeBytes(between);
        result.write(input, from, input.length - from);
        return result.toByteArray();
    }

    private byte[] word() {
        return switch (random.nextInt(12)) {
            case 0 -> "x".repeat(1 << random.nextInt(14)).getBytes(UTF_8);
            case 1 -> "[".repeat(1 << random.nextInt(11)).getBytes(UTF_8);
            case 2 -> "{\"a\":".repeat(1 << random.nextInt(10)).getBytes(UTF_8);
            case 3 -> String.valueOf(random.nextLong()).getBytes(UTF_8);
            default -> WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8);
        };
    }

    /** Changes a value somewhere in a JSON document; what is none has its bytes changed. */
    private byte[] values(byte[] input) {
        JsonNode tree;
        try {
            tree = JSON.readTree(input);
        } catch (JacksonException | ArithmeticException | NumberFormatException noJson) {
            return bytes(input, input);
        }
        if (tree == null || !tree.isContainer()) {
            return bytes(input, input);
        }
        var containers = new ArrayList<JsonNode>();
        collect(tree, containers);
        var place = containers.get(random.nextInt(containers.size()));
        boolean twice = changed(place);
        try {
            var text = JSON.writeValueAsString(tree);
            int hole = text.indexOf(HOLE);
            var value = new String(word(), UTF_8);
            var filled = hole < 0 ? text : text.substring(0, hole) + value + text.substring(hole + HOLE.length());
            // A name that comes twice cannot be written by a library.
            return (twice ? filled.replaceFirst("\\{\"([^\"\\\\$]*)\":", "{\"$1\":" + quoted() + ",\"$1\":") : filled)
                    .getBytes(UTF_8);
        } catch (JacksonException unwritable) {
            return bytes(input, input);
        }
    }

    private static String quoted() {
        return "\"twice\"";
    }

    /** Answers whether a name is to come twice. */
    private boolean changed(JsonNode place) {
        var hole = JsonNodeFactory.instance.stringNode("@hole@");
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            var names = List.copyOf(object.propertyNames());
            var name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name + "x", hole);
                case 2 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
                case 3 -> {
                    return true;
                }
                default -> object.set(name, hole);
            }
        } else if (place instanceof ObjectNode object) {
            object.set("a", hole);
        } else if (place instanceof ArrayNode array) {
            array.add(hole);
        }
        return false;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.valueStream().forEach(child -> collect(child, containers));
        }
    }
}
