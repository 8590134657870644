package dev.kassa.sandbox;

import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A call that Klarna refuses, with the error that it answers (klarna.md, section 8). */
final class Refused extends RuntimeException {

    private static final String DOCS = "https://docs.klarna.com/api/errors";

    final int status;
    final String code;
    final List<Violation> violations;

    /** One fault of a request. */
    record Violation(String parameter, String reason) {}

    private Refused(int status, String code, String message, List<Violation> violations) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    static Refused invalid(List<Violation> violations) {
        return new Refused(400, "VALIDATION_ERROR", "The request is not valid", violations);
    }

    static Refused invalid(String parameter, String reason) {
        return invalid(List.of(new Violation(parameter, reason)));
    }

    static Refused contentType() {
        return new Refused(400, "INVALID_CONTENT_TYPE", "The content type must be application/json", List.of());
    }

    static Refused tooLarge() {
        return new Refused(413, "PAYLOAD_TOO_LARGE", "The body is larger than 1 MB", List.of());
    }

    static Refused unauthorized() {
        return new Refused(401, "UNAUTHORIZED", "The API key is missing or unknown", List.of());
    }

    static Refused forbidden(String message) {
        return new Refused(403, "OPERATION_FORBIDDEN", message, List.of());
    }

    static Refused noSuchRoute() {
        return new Refused(404, "NOT_FOUND", "There is no such operation", List.of());
    }

    static Refused noSuchResource(String message) {
        return new Refused(404, "RESOURCE_NOT_FOUND", message, List.of());
    }

    static Refused conflict(String message) {
        return new Refused(409, "RESOURCE_CONFLICT", message, List.of());
    }

    static Refused gone(Switches switches, String message) {
        return switches.has(Unknown.Gone.GONE_410)
                ? new Refused(410, "RESOURCE_NOT_FOUND", message, List.of())
                : noSuchResource(message);
    }

    /** One of 400, 403, 404 and 409, as the last part of a reading's name says. */
    static Refused as(Reading reading, String parameter, String message) {
        String name = reading.name();
        return switch (name.substring(name.length() - 3)) {
            case "400" -> invalid(parameter, message);
            case "403" -> forbidden(message);
            case "404" -> noSuchResource(message);
            default -> conflict(message);
        };
    }

    static Refused rateLimited() {
        return new Refused(429, "RATE_LIMITED", "Too many requests", List.of());
    }

    static Refused unavailable() {
        return new Refused(503, "TEMPORARY_UNAVAILABLE", "Try again later", List.of());
    }

    static Refused internalError() {
        return new Refused(500, "INTERNAL_ERROR", "Something went wrong", List.of());
    }

    static Refused timeout() {
        return new Refused(500, "TIMEOUT", "The operation took too long", List.of());
    }

    static Refused misconfigured() {
        return new Refused(500, "SERVER_CONFIGURATION_ERROR", "Something is set up wrongly", List.of());
    }

    Answer answer(Switches switches) {
        ObjectNode json = Json.object().put("error_id", UUID.randomUUID().toString());
        if (switches.has(Contradiction.ErrorType.PRESENT)) {
            json.put("error_type", status < 500 ? "INPUT_ERROR" : "SERVER_ERROR");
        }
        json.put("error_code", code).put("error_message", getMessage());
        if (!violations.isEmpty()) {
            switch (switches.of(Contradiction.ErrorList.class)) {
                case ERRORS -> list(json.putArray("errors"), "error_message");
                case VALIDATION_ERRORS -> list(json.putArray("validation_errors"), "reason");
            }
        }
        return Answer.json(status, json.put("doc_url", DOCS));
    }

    private void list(ArrayNode array, String reasonName) {
        for (Violation violation : violations) {
            array.addObject()
                    .put("parameter", violation.parameter())
                    .put(reasonName, violation.reason())
                    .put("doc_url", DOCS);
        }
    }
}
