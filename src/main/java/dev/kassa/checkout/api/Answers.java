package dev.kassa.checkout.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.client.CancelAnswer;
import dev.kassa.checkout.client.RestartAnswer;
import dev.kassa.checkout.client.StartAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
            case StartAnswer.Refused(var checkout) -> refused(checkout).answer(request);
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
            case RestartAnswer.Refused(var checkout) -> refused(checkout).answer(request);
            case RestartAnswer.NotRestartable(var checkout) ->
                about(checkout, ProblemType.NOT_RESTARTABLE, "The checkout is " + checkout.status())
                        .answer(request);
            case RestartAnswer.ExpiryTooNear() ->
                throw new InvalidRequestException(Faults.one(
                        "/interaction_expiry", "is needed: the first start's timestamp is less than 15 minutes away"));
        };
    }

    static ResponseEntity<byte[]> list(List<Checkout> checkouts) {
        return headed(HttpStatus.OK).body(ApiJson.write(Map.of("checkouts", checkouts)));
    }

    /** The checkout with a strong ETag of exactly these bytes; Spring answers 304 where the caller has them. */
    static ResponseEntity<byte[]> tagged(Checkout checkout, HttpHeaders more) {
        var body = ApiJson.write(checkout);
        return headed(HttpStatus.OK).headers(more).eTag(tag(body)).body(body);
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

    private static Problem refused(Checkout checkout) {
        var refusal = checkout.refusal();
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
