package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the codec protocol's two calls read and answer. A refusal is the same for everybody, byte for byte. */
final class Answers {
    /** A page of a history is at most 4 MiB, and a third more as base64. */
    static final int LONGEST_BODY = 8 << 20;

    private Answers() {}

    /** The request's body; empty where it is too long. */
    static Optional<byte[]> body(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        return body.length > LONGEST_BODY ? Optional.empty() : Optional.of(body);
    }

    static void payloads(HttpServletResponse response, List<JsonNode> payloads) throws IOException {
        write(response, MediaType.APPLICATION_JSON_VALUE, Payloads.body(payloads));
    }

    static void unauthorized(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        refuse(response, 401, "Sign in at /codec/sign-in, or send a key as Authorization: Bearer.");
    }

    static void tooLong(HttpServletResponse response) throws IOException {
        refuse(response, 413, "The body is longer than 8 MiB.");
    }

    static void unreadable(HttpServletResponse response) throws IOException {
        refuse(response, 400, "The body is not {\"payloads\": [...]} with metadata and data in base64.");
    }

    private static void refuse(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        var body = JsonNodeFactory.instance.objectNode().put("status", status).put("detail", detail);
        write(
                response,
                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                body.toString().getBytes(UTF_8));
    }

    private static void write(HttpServletResponse response, String type, byte[] body) throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(body);
    }
}
