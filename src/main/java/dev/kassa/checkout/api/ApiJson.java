package dev.kassa.checkout.api;

import dev.kassa.secret.PayloadJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON at the API's edge: written as in payloads, so that API, query and result look alike; read strictly. */
final class ApiJson {
    /**
     * Far less than the 500 that a worker reads: what is accepted here is wrapped into an input, and an input that no
     * worker can read would fail its run's every task.
     */
    private static final int DEEPEST = 100;

    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build();

    private static final JsonMapper MAPPER = PayloadJson.mapper()
            .rebuild()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

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
            var json = READER.readTree(body);
            // What cannot be written again (half a surrogate pair) could be neither stored nor sent to Klarna.
            write(json);
            return json;
        } catch (JacksonException | ArithmeticException | NumberFormatException malformed) {
            throw new InvalidRequestException(Faults.one("", "is not well-formed JSON: " + reason(malformed)));
        }
    }

    /** Only what is wrong and where; the document itself is not repeated. */
    private static String reason(RuntimeException malformed) {
        if (!(malformed instanceof JacksonException json)) {
            return "a number is out of range";
        }
        var at = json.getLocation();
        var where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return json.getOriginalMessage().lines().findFirst().orElse("unreadable") + where;
    }
}
