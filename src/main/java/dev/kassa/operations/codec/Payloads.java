package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.kassa.secret.PayloadJson;
import io.temporal.api.common.v1.Payload;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Payloads as the codec protocol writes them: {@code {"payloads": [{"metadata": {…: base64}, "data": base64}]}}. */
final class Payloads {
    private static final String PAYLOADS = "payloads";
    private static final String METADATA = "metadata";
    private static final String DATA = "data";

    private Payloads() {}

    /** The payloads of a request, each of them readable. */
    static List<JsonNode> in(byte[] body) throws UnreadableException {
        try {
            var payloads = PayloadJson.mapper().readTree(body).path(PAYLOADS);
            if (!payloads.isArray()) {
                throw new UnreadableException();
            }
            for (var payload : payloads) {
                read(payload);
            }
            return List.copyOf(payloads.values());
        } catch (JacksonException | ArithmeticException | NumberFormatException _) {
            // The last two for a number beyond every range.
            throw new UnreadableException();
        }
    }

    static byte[] body(List<JsonNode> payloads) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray(PAYLOADS).addAll(payloads);
        return PayloadJson.mapper().writeValueAsBytes(body);
    }

    static Payload read(JsonNode json) throws UnreadableException {
        if (!json.isObject()) {
            throw new UnreadableException();
        }
        var payload = Payload.newBuilder().setData(bytes(json.path(DATA)));
        for (var entry : json.path(METADATA).properties()) {
            payload.putMetadata(entry.getKey(), bytes(entry.getValue()));
        }
        return payload.build();
    }

    /** Absent is empty; proto-JSON readers take both alphabets of base64, with and without padding. */
    private static ByteString bytes(JsonNode base64) throws UnreadableException {
        if (base64.isMissingNode() || base64.isNull()) {
            return ByteString.EMPTY;
        }
        if (!base64.isString()) {
            throw new UnreadableException();
        }
        try {
            var standard = base64.asString().replace('-', '+').replace('_', '/');
            return ByteString.copyFrom(Base64.getDecoder().decode(standard.getBytes(UTF_8)));
        } catch (IllegalArgumentException _) {
            throw new UnreadableException();
        }
    }

    static ObjectNode write(Payload payload) {
        var json = JsonNodeFactory.instance.objectNode();
        var metadata = json.putObject(METADATA);
        payload.getMetadataMap().forEach((key, value) -> metadata.put(key, base64(value)));
        return json.put(DATA, base64(payload.getData()));
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
