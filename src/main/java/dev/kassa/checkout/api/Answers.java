package dev.kassa.checkout.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.client.AmendmentAnswer;
import dev.kassa.checkout.client.CancelAnswer;
import dev.kassa.checkout.client.RestartAnswer;
import dev.kassa.checkout.client.StartAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What is said over HTTP of each outcome: statuses, headers and problem types of the contract, section 1. */
final class Answers {
    private Answers() {}

    static ResponseEntity<byte[]> to(StartAnswer answer, HttpServletRequest request) {
        return switch (answer) {
            case StartAnswer.Created(var checkout) -> created(checkout);
            case StartAnswer.Repeated(var checkout) -> checkout(HttpStatus.OK, checkout);
            case StartAnswer.Pending(var checkout) -> checkout(HttpStatus.ACCEPTED, checkout);
            case StartAnswer.Refused(var checkout) ->
                refused(checkout, checkout.refusal()).answer(request);
            case StartAnswer.ReferenceReused(CheckoutId id) ->
                Problem.of(ProblemType.REFERENCE_REUSED, "This reference was started with other content")
                        .with("checkout_id", id)
                        .answer(request);
        };
    }

    static ResponseEntity<byte[]> to(CancelAnswer answer, HttpServletRequest request) {
        return switch (answer) {
            case CancelAnswer.Canceled(var checkout) -> checkout(HttpStatus.OK, checkout);
            case CancelAnswer.AlreadyCanceled(var checkout) -> checkout(HttpStatus.OK, checkout);
            case CancelAnswer.Pending(var checkout) -> checkout(HttpStatus.ACCEPTED, checkout);
            case CancelAnswer.AlreadyCompleted(var checkout) ->
                about(checkout, ProblemType.ALREADY_COMPLETED, "The payment is being confirmed; GET tells how it ends")
                        .answer(request);
            case CancelAnswer.AlreadyFinal(var checkout) ->
                about(checkout, ProblemType.ALREADY_FINAL, "The checkout is " + checkout.status())
                        .answer(request);
            case CancelAnswer.OutcomeUnknown(var checkout) ->
                about(
                                checkout,
                                ProblemType.OUTCOME_UNKNOWN,
                                "Money may be reserved; it can be canceled when that is known")
                        .answer(request);
        };
    }

    static ResponseEntity<byte[]> to(RestartAnswer answer, HttpServletRequest request) {
        return switch (answer) {
            case RestartAnswer.Restarted(var checkout) -> created(checkout);
            case RestartAnswer.Pending(var checkout) -> checkout(HttpStatus.ACCEPTED, checkout);
            case RestartAnswer.Refused(var checkout) ->
                refused(checkout, checkout.refusal()).answer(request);
            case RestartAnswer.NotRestartable(var checkout) ->
                about(checkout, ProblemType.NOT_RESTARTABLE, "The checkout is " + checkout.status())
                        .answer(request);
            case RestartAnswer.ExpiryTooNear() ->
                throw new InvalidRequestException(Faults.one(
                        "/interaction_expiry", "is needed: the first start's timestamp is less than 15 minutes away"));
        };
    }

    static ResponseEntity<byte[]> to(AmendmentAnswer answer, HttpServletRequest request) {
        return switch (answer) {
            case AmendmentAnswer.Amended(var checkout) -> checkout(HttpStatus.OK, checkout);
            case AmendmentAnswer.Pending(var checkout) -> checkout(HttpStatus.ACCEPTED, checkout);
            case AmendmentAnswer.NotAmendable(var checkout) ->
                about(
                                checkout,
                                ProblemType.NOT_AMENDABLE,
                                "The checkout is " + checkout.status()
                                        + "; it can be amended until the customer enters the Purchase Journey,"
                                        + " one change at a time")
                        .answer(request);
            case AmendmentAnswer.Refused(var checkout, var refusal) ->
                refused(checkout, refusal).answer(request);
        };
    }

    /** @param nextPageToken absent after the last page */
    static ResponseEntity<byte[]> list(List<Checkout> checkouts, @Nullable String nextPageToken) {
        var list = new LinkedHashMap<String, Object>();
        list.put("checkouts", checkouts);
        if (nextPageToken != null) {
            list.put("next_page_token", nextPageToken);
        }
        return headed(HttpStatus.OK).body(ApiJson.write(list));
    }

    /**
     * The checkout with a strong ETag of exactly these bytes. Spring answers 304 where the caller names that tag; for
     * {@code If-None-Match: *}, which it takes for a condition of writes alone, it is answered here (RFC 9110, 13.1.2).
     */
    static ResponseEntity<byte[]> tagged(Checkout checkout, HttpHeaders more, HttpServletRequest request) {
        var body = ApiJson.write(checkout);
        boolean any = Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
                .anyMatch(tag -> tag.strip().equals("*"));
        return headed(any ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .headers(more)
                .eTag(tag(body))
                .body(any ? null : body);
    }

    static ResponseEntity<byte[]> notFound(HttpServletRequest request) {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such checkout").answer(request);
    }

    private static ResponseEntity<byte[]> created(Checkout checkout) {
        return headed(HttpStatus.CREATED)
                .location(URI.create("/v1/checkouts/" + checkout.checkoutId()))
                .body(ApiJson.write(checkout));
    }

    private static ResponseEntity<byte[]> checkout(HttpStatus status, Checkout checkout) {
        return headed(status).body(ApiJson.write(checkout));
    }

    private static Problem refused(Checkout checkout, @Nullable Refusal refusal) {
        var problem = about(
                checkout, ProblemType.REFUSED_BY_KLARNA, refusal == null ? "Klarna gave no reason" : refusal.message());
        return refusal == null
                ? problem
                : problem.with("error_code", refusal.errorCode()).with("validation_errors", refusal.validationErrors());
    }

    private static Problem about(Checkout checkout, ProblemType type, String detail) {
        return Problem.of(type, detail).with("checkout_id", checkout.checkoutId());
    }

    private static ResponseEntity.BodyBuilder headed(HttpStatus status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON);
    }

    private static String tag(byte[] body) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + new String(Base64.getUrlEncoder().withoutPadding().encode(hash), US_ASCII) + '"';
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
