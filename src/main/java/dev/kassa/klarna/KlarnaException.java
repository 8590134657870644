package dev.kassa.klarna;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call to Klarna that brought no result, in the one class that decides what may be done next. */
public abstract sealed class KlarnaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Details details;

    private KlarnaException(Details details, @Nullable Throwable cause) {
        super(details.sentence(), cause);
        this.details = details;
    }

    public Details details() {
        return details;
    }

    /** Surely not executed; may succeed later. */
    public static final class Transient extends KlarnaException {
        private static final long serialVersionUID = 1L;

        public Transient(Details details, @Nullable Throwable cause) {
            super(details, cause);
        }
    }

    /** Maybe executed: only the identical repeat, or a read, may follow. */
    public static final class OutcomeUnknown extends KlarnaException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(Details details, @Nullable Throwable cause) {
            super(details, cause);
        }
    }

    /** Surely not executed, and will not succeed unchanged. */
    public static final class Refused extends KlarnaException {
        private static final long serialVersionUID = 1L;

        public Refused(Details details) {
            super(details, null);
        }
    }

    /**
     * What is known of a failed call; nothing in it is secret.
     *
     * @param operation Klarna's name of the call, such as {@code authorizePayment}
     * @param status the HTTP status; absent where no answer came
     * @param errorCode Klarna's {@code error_code}
     * @param correlationId Klarna's, for a question to its support
     * @param what one plain sentence
     * @param retryAfter how long to wait at least; absent where Klarna did not say and its documents do not
     */
    public record Details(
            String operation,
            @Nullable Integer status,
            @Nullable String errorCode,
            @Nullable String correlationId,
            String what,
            @Nullable Duration retryAfter,
            List<ValidationError> validationErrors) {

        String sentence() {
            var sentence = new StringBuilder(operation).append(": ").append(what);
            if (status != null) {
                sentence.append(", HTTP ").append(status);
            }
            if (errorCode != null) {
                sentence.append(' ').append(errorCode);
            }
            if (correlationId != null) {
                sentence.append(", Klarna-Correlation-Id ").append(correlationId);
            }
            return sentence.toString();
        }
    }

    /** One parameter that Klarna refused, and why, in Klarna's words. */
    public record ValidationError(
            @Nullable String parameter, @Nullable String reason) {}
}
