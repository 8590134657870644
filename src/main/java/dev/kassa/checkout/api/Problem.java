package dev.kassa.checkout.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** An error as every endpoint of the merchant's API tells it: RFC 9457. */
final class Problem {
    private final int status;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final HttpHeaders headers = new HttpHeaders();

    private Problem(ProblemType type, int status, String detail) {
        this.status = status;
        members.put("type", type.uri());
        members.put("title", type.title());
        members.put("status", status);
        members.put("detail", detail);
    }

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail);
    }

    /** A problem of HTTP itself, which has no type of its own in the contract. */
    static Problem ofStatus(int status, String detail) {
        var type = switch (status) {
            case 401 -> ProblemType.UNAUTHORIZED;
            case 404 -> ProblemType.NOT_FOUND;
            case 413 -> ProblemType.PAYLOAD_TOO_LARGE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            default -> status >= 500 ? ProblemType.INTERNAL : ProblemType.INVALID_REQUEST;
        };
        return new Problem(type, status, detail);
    }

    /** With one more member; one that is null is left out. */
    Problem with(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    Problem withHeaders(HttpHeaders more) {
        headers.putAll(more);
        return this;
    }

    Problem withHeader(String name, String value) {
        headers.set(name, value);
        return this;
    }

    /** @param instance the path of the request, without its query */
    byte[] json(String instance) {
        members.put("instance", instance);
        return ApiJson.write(members);
    }

    /** For a filter, before which no controller answers. */
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json(request.getRequestURI()));
    }

    ResponseEntity<byte[]> answer(HttpServletRequest request) {
        return ResponseEntity.status(status)
                .headers(headers)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(json(request.getRequestURI()));
    }
}
