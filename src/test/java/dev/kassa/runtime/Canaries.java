package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.Message;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Strings that stand in one secret place each and nowhere else in the world, and the search for them. */
final class Canaries {
    /** What may be base64 or base64url; shorter ones hold no whole canary. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{20,}");

    private static final int LAYERS = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, String> planted = new LinkedHashMap<>();

    /** A new one of lower-case letters and digits, the same however it is escaped. */
    String plant(String where) {
        var value = "canary" + HexFormat.of().formatHex(bytes(10));
        planted.put(where, value);
        return value;
    }

    /** A new one of digits, for what has to be a number. */
    String plantDigits(String where) {
        var value = "46" + (1_000_000_000_000_000L + RANDOM.nextLong(8_000_000_000_000_000L));
        planted.put(where, value);
        return value;
    }

    /** A new key in base64, searched for in its other forms too. */
    String plantKey(String where, int length) {
        var key = bytes(length);
        var base64 = Base64.getEncoder().encodeToString(key);
        if (!base64.replace("=", "").matches("[A-Za-z0-9]+")) {
            return plantKey(where, length);
        }
        planted.put(where, base64.replace("=", ""));
        planted.put(where + ", in hex", HexFormat.of().formatHex(key));
        planted.put(where + ", as bytes", new String(key, ISO_8859_1));
        return base64;
    }

    /** One that somebody else has made: a token of Klarna's. */
    void add(String what, String value) {
        planted.put(what + " " + planted.size(), value);
    }

    int count() {
        return planted.size();
    }

    /** The value that stands there. */
    String at(String where) {
        return planted.getOrDefault(where, "");
    }

    /** Which canaries are in a message: in its texts, in its bytes, and in what they say in base64. */
    List<String> in(Message message) {
        return in(new String(message.toByteArray(), ISO_8859_1));
    }

    /** Which canaries are in a text, plain or in base64, and in that again. */
    List<String> in(String text) {
        var everything = new StringBuilder();
        unfold(text, LAYERS, everything);
        var lower = everything.toString().toLowerCase(Locale.ROOT);
        var found = new TreeSet<String>();
        planted.forEach((where, value) -> {
            if (lower.contains(value.toLowerCase(Locale.ROOT))) {
                found.add(where);
            }
        });
        return new ArrayList<>(found);
    }

    private static void unfold(String text, int layers, StringBuilder everything) {
        everything.append(text).append('\n');
        if (layers == 0) {
            return;
        }
        // Gson writes "=" as an escape.
        var runs = BASE64.matcher(text.replace("\\u003d", "="));
        while (runs.find()) {
            var run = runs.group().replace('-', '+').replace('_', '/');
            // What stands before it may look like base64 too: a slash, a word.
            for (int offset = 0; offset < 4; offset++) {
                int end = offset + (run.length() - offset) / 4 * 4;
                var decoded = Base64.getDecoder().decode(run.substring(offset, end));
                unfold(new String(decoded, ISO_8859_1), layers - 1, everything);
            }
        }
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
