package dev.kassa.checkout;

import dev.kassa.klarna.KlarnaException.ValidationError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Klarna had against a request of ours, in Klarna's words. */
public record Refusal(
        @Nullable String errorCode,
        @Nullable String correlationId,
        String message,
        List<ValidationError> validationErrors) {}
