package dev.kassa.checkout.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request's body: at most 64 KiB of JSON, and never more than that into memory. */
final class Body {
    private static final int LARGEST = 64 * 1024;

    private Body() {}

    /** The JSON object that a request must carry. */
    static ObjectNode required(HttpServletRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        requireJson(request);
        var bytes = bytes(request);
        if (bytes.length == 0) {
            throw new InvalidRequestException(Faults.one("", "a JSON object is required"));
        }
        return object(ApiJson.read(bytes));
    }

    /** The JSON object that a request may carry; empty where it has no body. */
    static ObjectNode optional(HttpServletRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        var bytes = bytes(request);
        if (bytes.length == 0) {
            return new ObjectNode(JsonNodeFactory.instance);
        }
        requireJson(request);
        return object(ApiJson.read(bytes));
    }

    private static ObjectNode object(JsonNode json) {
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidRequestException(Faults.one("", "must be a JSON object"));
    }

    private static byte[] bytes(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LARGEST) {
            throw new PayloadTooLargeException();
        }
        var bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new PayloadTooLargeException();
        }
        return bytes;
    }

    private static void requireJson(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        var type = mediaType(request.getContentType());
        if (type == null || !MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        }
    }

    private static @Nullable MediaType mediaType(@Nullable String text) {
        try {
            return text == null ? null : MediaType.parseMediaType(text);
        } catch (InvalidMediaTypeException _) {
            return null;
        }
    }
}
