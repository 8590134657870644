package dev.kassa.klarna.http;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.KlarnaException.Details;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a call without a result means: klarna.md, section 8, row by row.
 *
 * <p>A pure function. The classes are for writes; a read changes nothing, so where a write's outcome is unknown a read
 * is merely {@link KlarnaException.Transient}. In doubt a write is unknown: a wrong "not executed" can lose a payment
 * or make two, a wrong "maybe executed" costs one more identical call.
 */
final class FailureClassifier {
    private static final Duration AFTER_BODYLESS_403 = Duration.ofSeconds(30);
    private static final Duration AFTER_MISCONFIGURATION = Duration.ofSeconds(60);

    private FailureClassifier() {}

    /** No whole answer came. */
    static KlarnaException noAnswer(Operation operation, IoFailure failure, Throwable cause) {
        var details = new Details(operation.title(), null, null, null, sentence(failure), null, List.of());
        return switch (failure) {
            case NO_CONNECTION -> new KlarnaException.Transient(details, cause);
            // The cause is not chained: the JDK's HTTP parser quotes what it could not read.
            case TIMEOUT, CUT -> unknown(operation, details);
        };
    }

    private static String sentence(IoFailure failure) {
        return switch (failure) {
            case NO_CONNECTION -> "Klarna could not be reached, nothing was sent";
            case TIMEOUT -> "Klarna did not answer in time";
            case CUT -> "the connection ended before Klarna's answer was complete";
        };
    }

    /** A 2xx that does not say what it must. */
    static KlarnaException unreadable(Operation operation, Answer answer, String what) {
        return unknown(operation, details(operation, answer, null, what, null));
    }

    /** An answer that is not 2xx. */
    static KlarnaException refusal(Operation operation, Answer answer) {
        var error = ErrorJson.read(answer.body());
        int status = answer.status();
        return switch (status) {
            case 403 -> answer.hasBody() ? clientError(operation, answer, error) : bodyless403(operation, answer);
            case 408 -> unknown(operation, answer, error, "Klarna gave up waiting for the request");
            case 409 ->
                unknown(operation, answer, error, "Klarna reports a conflict with an earlier or concurrent call");
            case 413 -> refused(operation, answer, error, "the request is too large for Klarna");
            case 429 -> rateLimited(operation, answer, error);
            default ->
                switch (status / 100) {
                    case 3 -> refused(operation, answer, error, "Klarna redirected, which is not followed");
                    case 4 -> clientError(operation, answer, error);
                    default -> serverError(operation, answer, error);
                };
        };
    }

    private static KlarnaException clientError(Operation operation, Answer answer, @Nullable ErrorJson error) {
        if (error == null) {
            var what = "something that is not Klarna's API refused the request";
            return new KlarnaException.Transient(
                    details(operation, answer, null, what, RetryAfter.of(answer.headers())), null);
        }
        var what = switch (answer.status()) {
            case 400 -> "Klarna found the request invalid";
            case 401 -> "Klarna does not accept the API key";
            case 403 -> "Klarna does not allow this operation";
            case 404 -> "Klarna does not know this resource or route";
            default -> "Klarna refused the request";
        };
        return refused(operation, answer, error, what);
    }

    /** Klarna's defence against floods: it hits all calls for a while (third parties). */
    private static KlarnaException bodyless403(Operation operation, Answer answer) {
        var wait = RetryAfter.atLeast(AFTER_BODYLESS_403, RetryAfter.of(answer.headers()));
        var what = "Klarna turned the call away without a reason, as it does with floods";
        return new KlarnaException.Transient(details(operation, answer, null, what, wait), null);
    }

    private static KlarnaException rateLimited(Operation operation, Answer answer, @Nullable ErrorJson error) {
        var wait = RetryAfter.ofRateLimit(answer.headers());
        return new KlarnaException.Transient(
                details(operation, answer, error, "Klarna's rate limit is reached", wait), null);
    }

    private static KlarnaException serverError(Operation operation, Answer answer, @Nullable ErrorJson error) {
        if (error != null && error.errorCode().equals("SERVER_CONFIGURATION_ERROR")) {
            var wait = RetryAfter.atLeast(AFTER_MISCONFIGURATION, RetryAfter.of(answer.headers()));
            var what = "Klarna reports that our account is not configured for this";
            return unknown(operation, details(operation, answer, error, what, wait));
        }
        return unknown(operation, answer, error, "Klarna failed");
    }

    private static KlarnaException refused(Operation operation, Answer answer, @Nullable ErrorJson error, String what) {
        return new KlarnaException.Refused(details(operation, answer, error, what, null));
    }

    private static KlarnaException unknown(Operation operation, Answer answer, @Nullable ErrorJson error, String what) {
        return unknown(operation, details(operation, answer, error, what, RetryAfter.of(answer.headers())));
    }

    private static KlarnaException unknown(Operation operation, Details details) {
        return operation.isWrite()
                ? new KlarnaException.OutcomeUnknown(details, null)
                : new KlarnaException.Transient(details, null);
    }

    private static Details details(
            Operation operation, Answer answer, @Nullable ErrorJson error, String what, @Nullable Duration retryAfter) {
        return new Details(
                operation.title(),
                answer.status(),
                error == null ? null : error.errorCode(),
                answer.correlationId(),
                what,
                retryAfter,
                error == null ? List.of() : error.validationErrors());
    }
}
