package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.operations.codec.Decoding.UnreadableException;
import dev.kassa.secret.PayloadJson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code POST /codec/decode}: Temporal's codec server protocol, for whoever brings a key. Each use is a line in the log.
 *
 * <p>The query string counts for nothing (newer UIs send one), nor do the headers that name a namespace.
 */
final class DecodeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(DecodeServlet.class);
    private static final JsonMapper JSON = PayloadJson.mapper();

    /** A page of a history is at most 4 MiB, and a third more as base64. */
    static final int LONGEST_BODY = 8 << 20;

    private static final int LONGEST_ORIGIN = 100;
    private static final String PAYLOADS = "payloads";

    private final transient SignIn signIn;
    private final transient Decoding decoding;

    DecodeServlet(SignIn signIn, Decoding decoding) {
        this.signIn = signIn;
        this.decoding = decoding;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var caller = signIn.caller(request);
        if (caller.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            refuse(response, 401, "Sign in at /codec/sign-in, or send a key as Authorization: Bearer.");
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            refuse(response, 413, "The body is longer than 8 MiB.");
            return;
        }
        try {
            var payloads = payloads(body);
            logUse(caller.get(), request, payloads.size());
            answer(response, decoding.decode(payloads, caller.get().view()));
        } catch (JacksonException | UnreadableException _) {
            refuse(response, 400, "The body is not {\"payloads\": [...]} with metadata and data in base64.");
        }
    }

    private static List<JsonNode> payloads(byte[] body) throws UnreadableException {
        var payloads = JSON.readTree(body).path(PAYLOADS);
        if (!payloads.isArray()) {
            throw new UnreadableException();
        }
        return List.copyOf(payloads.values());
    }

    private static void logUse(CodecKeys.Key key, HttpServletRequest request, int payloads) {
        log.info("{} decodes {} payloads for {}", key, payloads, origin(request));
    }

    /** Nobody has checked this header, so only its harmless characters are logged. */
    private static String origin(HttpServletRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return "no origin";
        }
        var harmless = origin.replaceAll("[^A-Za-z0-9.:/_\\[\\]-]", "?");
        return harmless.substring(0, Math.min(harmless.length(), LONGEST_ORIGIN));
    }

    private static void answer(HttpServletResponse response, List<JsonNode> payloads) throws IOException {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray(PAYLOADS).addAll(payloads);
        write(response, MediaType.APPLICATION_JSON_VALUE, JSON.writeValueAsBytes(body));
    }

    /** The same for everybody whom it concerns, byte for byte. */
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
