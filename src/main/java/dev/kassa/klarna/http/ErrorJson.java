package dev.kassa.klarna.http;

import dev.kassa.klarna.KlarnaException.ValidationError;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Klarna's error body in any of its variants (klarna.md, sections 8 and 10.12): an object with an {@code error_code}.
 *
 * <p>Its {@code error_message} is left alone: nobody promises that no customer is named in it.
 */
record ErrorJson(String errorCode, List<ValidationError> validationErrors) {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final int MOST_ERRORS = 100;

    /** Absent where the body is not Klarna's: empty, HTML, cut off, of a proxy. */
    static @Nullable ErrorJson read(byte[] body) {
        var json = Json.parse(body);
        var code = Json.text(json, "error_code");
        if (code == null || !CODE.matcher(code).matches()) {
            return null;
        }
        var errors = Stream.of("validation_errors", "errors")
                .flatMap(list -> json.path(list).valueStream())
                .limit(MOST_ERRORS)
                .map(ErrorJson::validationError)
                .toList();
        return new ErrorJson(code, errors);
    }

    private static ValidationError validationError(JsonNode json) {
        var reason = Json.text(json, "reason");
        return new ValidationError(
                Json.text(json, "parameter"), reason != null ? reason : Json.text(json, "error_message"));
    }
}
