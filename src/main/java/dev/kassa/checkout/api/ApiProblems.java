package dev.kassa.checkout.api;

import dev.kassa.checkout.client.NeedsVisibilityException;
import dev.kassa.checkout.client.TemporalUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every exception as a problem; what is Spring's own (404, 405, 406, 415, …) too. */
@RestControllerAdvice
final class ApiProblems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);

    @ExceptionHandler
    ResponseEntity<byte[]> invalid(InvalidRequestException invalid, HttpServletRequest request) {
        int count = invalid.faults().size();
        return Problem.of(
                        ProblemType.INVALID_REQUEST, count == 1 ? "There is 1 fault" : "There are " + count + " faults")
                .with("errors", invalid.faults())
                .answer(request);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> tooLarge(PayloadTooLargeException tooLarge, HttpServletRequest request) {
        return Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "A body may have up to 64 KiB")
                .answer(request);
    }

    /** A header or a query that the server's own parts refuse, but only when somebody reads it. */
    @ExceptionHandler({RequestRejectedException.class, InvalidParameterException.class})
    ResponseEntity<byte[]> unreadable(HttpServletRequest request) {
        return Problem.of(ProblemType.INVALID_REQUEST, "The server does not read such a request")
                .answer(request);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unavailable(TemporalUnavailableException unavailable, HttpServletRequest request) {
        log.warn("{}: {}", unavailable.getMessage(), String.valueOf(unavailable.getCause()));
        return Problem.of(
                        ProblemType.TEMPORAL_UNAVAILABLE,
                        "No answer in time. The same call is safe to repeat; what was asked for may still happen")
                .with("checkout_id", unavailable.checkoutId())
                .withHeader(HttpHeaders.RETRY_AFTER, "2")
                .answer(request);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unlisted(NeedsVisibilityException unlisted, HttpServletRequest request) {
        return Problem.of(ProblemType.NEEDS_VISIBILITY, "Here checkouts can be found by reference only")
                .answer(request);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unexpected(Exception unexpected, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), unexpected);
        return Problem.of(ProblemType.INTERNAL, "The fault is ours and has been logged")
                .answer(request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception ex, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var detail = detail(ex);
        var problem = Problem.ofStatus(status.value(), detail == null ? status.toString() : detail)
                .withHeaders(headers)
                .answer(((ServletWebRequest) request).getRequest());
        return new ResponseEntity<>(problem.getBody(), problem.getHeaders(), status);
    }

    /** Spring's own words, but for two of them that speak of Spring. */
    private static @Nullable String detail(Exception ex) {
        return switch (ex) {
            case NoResourceFoundException _ -> "There is nothing at this path";
            case HttpMediaTypeNotSupportedException missing
            when missing.getContentType() == null -> "A Content-Type is needed: application/json";
            case ErrorResponse error -> error.getBody().getDetail();
            default -> null;
        };
    }
}
