package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A whole HTTP answer. */
@SuppressWarnings("ArrayRecordComponent") // Made once, handed to the wire, never compared.
record Answer(int status, Map<String, String> headers, byte[] body) {

    // No form-action: browsers apply it to the redirect after a form too, and a customer's goes to the merchant.
    private static final String CONTENT_SECURITY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    /**
     * A page, on which nothing runs or loads but the sandbox's own. The referrer stays at home; without any, a browser
     * would not say where a form comes from.
     */
    static Answer html(int status, String page) {
        Map<String, String> headers = Map.of(
                "Content-Type", "text/html;charset=utf-8",
                "Cache-Control", "no-store",
                "Referrer-Policy", "same-origin",
                "X-Content-Type-Options", "nosniff",
                "Content-Security-Policy", CONTENT_SECURITY);
        return new Answer(status, headers, page.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that pages load. */
    static Answer asset(String type, byte[] content) {
        return new Answer(
                200, Map.of("Content-Type", type + ";charset=utf-8", "X-Content-Type-Options", "nosniff"), content);
    }

    static Answer svg(String picture) {
        return new Answer(200, Map.of("Content-Type", "image/svg+xml"), picture.getBytes(StandardCharsets.UTF_8));
    }

    static Answer noContent() {
        return new Answer(204, Map.of(), new byte[0]);
    }

    static Answer seeOther(String location) {
        return new Answer(303, Map.of("Location", location), new byte[0]);
    }

    /** The same headers over another body. */
    Answer with(byte[] other) {
        return new Answer(status, headers, other);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
