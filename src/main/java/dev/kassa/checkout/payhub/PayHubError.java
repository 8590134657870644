package dev.kassa.checkout.payhub;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Everything that PayHub's edge says but {@code {}}: the rows of the contract, section 4, worded as in
 * src/test/resources/payhub/source.txt, and what HTTP itself brings along, worded after them.
 */
public enum PayHubError {
    UNAUTHORIZED(
            401,
            "rfc7235#section-3.1",
            "Unauthorized",
            "API key is missing or unknown",
            "Authorization",
            "A valid API key is required"),
    STATUS_NOT_CANCELED(
            400,
            "rfc7231#section-6.5.1",
            "Bad Request",
            "Status must be 'canceled'",
            "Status",
            "Only 'canceled' is supported"),
    NOT_FOUND(
            404,
            "rfc7231#section-6.5.4",
            "Not Found",
            "Payment request not found",
            "PaymentRequest",
            "No payment request found with the given ID"),
    FORBIDDEN(
            403,
            "rfc7231#section-6.5.3",
            "Forbidden",
            "You are not authorized to cancel this payment request",
            "Authorization",
            "Payment request belongs to a different merchant"),
    NOT_KLARNA(
            400,
            "rfc7231#section-6.5.1",
            "Bad Request",
            "Payment request is not a Klarna payment",
            "Provider",
            "Cancellation is only supported for Klarna payments"),
    CONFLICT(
            409,
            "rfc7231#section-6.5.8",
            "Conflict",
            "Payment request cannot be cancelled",
            "Status",
            "Payment request is already cancelled or completed"),
    /** The type is that of a 400; so it stands in the source. */
    FAILED(
            500,
            "rfc7231#section-6.5.1",
            "One or more errors occurred.",
            "Failed to cancel payment request",
            "Server",
            "Internal server error"),

    UNREADABLE(
            400,
            "rfc7231#section-6.5.1",
            "Bad Request",
            "Request cannot be read",
            "Request",
            "The server does not read such a request"),
    NOTHING_HERE(
            404, "rfc7231#section-6.5.4", "Not Found", "Resource not found", "Path", "There is nothing at this path"),
    METHOD_NOT_ALLOWED(
            405,
            "rfc7231#section-6.5.5",
            "Method Not Allowed",
            "Method is not supported",
            "Method",
            "Only PATCH and PUT are supported"),
    PAYLOAD_TOO_LARGE(
            413,
            "rfc7231#section-6.5.11",
            "Payload Too Large",
            "Request body is too large",
            "Body",
            "A body may have up to 64 KiB"),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "rfc7231#section-6.5.13",
            "Unsupported Media Type",
            "Request body must be JSON",
            "Content-Type",
            "Only application/json is supported"),
    TOO_MANY_REQUESTS(
            429, "rfc6585#section-4", "Too Many Requests", "Too many requests", "RateLimit", "Retry after a while");

    private static final String METHODS = "PATCH, PUT";
    private static final String RFC = "https://www.rfc-editor.org/rfc/";

    private final int status;
    private final String type;
    private final String title;
    private final String detail;
    private final String name;
    private final String reason;

    PayHubError(int status, String type, String title, String detail, String name, String reason) {
        this.status = status;
        this.type = RFC + type;
        this.title = title;
        this.detail = detail;
        this.name = name;
        this.reason = reason;
    }

    /**
     * What to say of an error that the server or a filter has named by its status alone; empty where the path is not
     * PayHub's. Every fault of ours is {@link #FAILED}, whatever its status was.
     */
    public static Optional<PayHubError> of(@Nullable String requestUri, int status) {
        return PayHubPaths.isPayHubs(requestUri) ? Optional.of(of(status)) : Optional.empty();
    }

    static PayHubError of(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 404 -> NOTHING_HERE;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_REQUESTS;
            default -> status >= 500 ? FAILED : UNREADABLE;
        };
    }

    public int status() {
        return status;
    }

    /**
     * The body.
     *
     * @param instance the path of the request as it was sent, percent-encoded, without its query
     */
    public byte[] json(String instance) {
        var fault = new ErrorJson.FaultJson(name, reason, null, null);
        return new ErrorJson(type, title, status, instance, null, detail, List.of(fault)).bytes();
    }

    ResponseEntity<byte[]> answer(HttpServletRequest request) {
        var answer = ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (this == METHOD_NOT_ALLOWED) {
            answer.header(HttpHeaders.ALLOW, METHODS);
        }
        return answer.body(json(request.getRequestURI()));
    }

    /** Says it where no controller is at work; other headers that are set already stay. */
    void send(String instance, HttpServletResponse response) throws IOException {
        var body = json(instance);
        response.resetBuffer();
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (this == METHOD_NOT_ALLOWED) {
            response.setHeader(HttpHeaders.ALLOW, METHODS);
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
