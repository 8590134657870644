package dev.kassa.checkout.payhub;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"Status": "canceled"}}: the one thing that can be asked for. Other fields are ignored. */
final class CancelJson {
    private static final int LARGEST = 64 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CancelJson() {}

    /** What is wrong with the request's body; nothing where it asks for a cancellation. */
    static Optional<PayHubError> fault(HttpServletRequest request) throws IOException {
        if (!isJson(request.getContentType())) {
            return Optional.of(PayHubError.UNSUPPORTED_MEDIA_TYPE);
        }
        if (request.getContentLengthLong() > LARGEST) {
            return Optional.of(PayHubError.PAYLOAD_TOO_LARGE);
        }
        var bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            return Optional.of(PayHubError.PAYLOAD_TOO_LARGE);
        }
        return asksForCancellation(bytes) ? Optional.empty() : Optional.of(PayHubError.STATUS_NOT_CANCELED);
    }

    /** A client may leave the type out, and a PATCH may come as one of JSON's own kinds of patch. */
    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        try {
            var type = MediaType.parseMediaType(contentType);
            return type.isConcrete()
                    && (type.getSubtype().equalsIgnoreCase("json") || "json".equalsIgnoreCase(type.getSubtypeSuffix()));
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    /** A body that cannot be read has no Status. */
    private static boolean asksForCancellation(byte[] body) {
        try {
            var status = MAPPER.readTree(body).get("Status");
            return status != null && status.isString() && status.stringValue().equals("canceled");
        } catch (JacksonException | ArithmeticException | NumberFormatException _) {
            return false;
        }
    }
}
