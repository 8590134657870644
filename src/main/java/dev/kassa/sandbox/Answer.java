package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A whole HTTP answer. */
@SuppressWarnings("ArrayRecordComponent") // Made once, handed to the wire, never compared.
record Answer(int status, Map<String, String> headers, byte[] body) {

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    static Answer html(int status, String page) {
        Map<String, String> headers = Map.of(
                "Content-Type",
                "text/html;charset=utf-8",
                "Cache-Control",
                "no-store",
                "Referrer-Policy",
                "no-referrer");
        return new Answer(status, headers, page.getBytes(StandardCharsets.UTF_8));
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
