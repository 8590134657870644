package dev.kassa.checkout.api;

import dev.kassa.checkout.CheckoutJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON at the API's edge: written as in notifications and nearly as in payloads, so that they look alike; read strictly. */
final class ApiJson {
    /**
     * Far less than the 500 that a worker reads: what is accepted here is wrapped into an input, and an input that no
     * worker can read would fail its run's every task.
     */
    private static final int DEEPEST = 100;

    private static final Pattern HALF_A_PAIR = Pattern.compile("\\p{Cs}");

    /** Hints at switches of our parser, which no caller has. */
    private static final Pattern PARSERS_OWN = Pattern.compile(
            ", from `[^`]*`|: enable `.*| \\(start marker .*| \\(`.*| \\(not recognized .*|: not allowed as per .*");

    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build();

    private static final JsonMapper MAPPER = CheckoutJson.mapper();

    private static final JsonMapper READER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ApiJson() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** @throws InvalidRequestException where it is no JSON, a key comes twice, or it is nested too deeply */
    static JsonNode read(byte[] body) {
        try {
            var json = READER.readTree(text(body));
            if (!isUnicode(json)) {
                throw new InvalidRequestException(Faults.one("", "is not well-formed JSON: half a surrogate pair"));
            }
            return json;
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidRequestException(Faults.one("", "is not well-formed JSON: it is not UTF-8"));
        } catch (JacksonException | ArithmeticException | NumberFormatException malformed) {
            throw new InvalidRequestException(Faults.one("", "is not well-formed JSON: " + reason(malformed)));
        }
    }

    /**
     * Strictly UTF-8 (RFC 8259, section 8.1), less its byte order mark; the parser would guess other encodings and take
     * overlong forms.
     */
    private static String text(byte[] body) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** Half a surrogate pair can be escaped in JSON, but not read again as a key, nor hashed, nor stored. */
    private static boolean isUnicode(JsonNode json) {
        if (json.isString()) {
            return !HALF_A_PAIR.matcher(json.stringValue()).find();
        }
        return json.valueStream().allMatch(ApiJson::isUnicode)
                && json.propertyNames().stream()
                        .noneMatch(name -> HALF_A_PAIR.matcher(name).find());
    }

    /** Only what is wrong and where; the document itself is not repeated. */
    private static String reason(RuntimeException malformed) {
        if (!(malformed instanceof JacksonException json)) {
            return "a number is out of range";
        }
        var at = json.getLocation();
        var where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        var message = json.getOriginalMessage().lines().findFirst().orElse("unreadable");
        return PARSERS_OWN.matcher(message).replaceAll("") + where;
    }
}
