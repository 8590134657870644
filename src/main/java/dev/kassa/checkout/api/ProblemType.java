package dev.kassa.checkout.api;

import java.util.Locale;

/** The problem types of the contract, section 1, each with the HTTP status it usually has. */
enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHORIZED(401, "An API key is required"),
    NOT_FOUND(404, "There is nothing here"),
    REFERENCE_REUSED(409, "The reference is in use for other content"),
    REFUSED_BY_KLARNA(422, "Klarna refused the request"),
    ALREADY_COMPLETED(409, "The customer completed first"),
    ALREADY_FINAL(409, "The checkout has ended"),
    OUTCOME_UNKNOWN(409, "Nobody knows yet whether the checkout is paid"),
    NOT_RESTARTABLE(409, "The checkout cannot be restarted"),
    NOT_AMENDABLE(409, "The checkout cannot be amended"),
    NEEDS_VISIBILITY(501, "Only a Temporal server with visibility can answer that"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    TEMPORAL_UNAVAILABLE(503, "Temporal is unavailable"),
    INTERNAL(500, "Something went wrong here");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** A stable URI reference. */
    String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
