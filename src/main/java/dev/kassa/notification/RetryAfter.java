package dev.kassa.notification;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a receiver asks us to wait (RFC 9110, section 10.2.3); nothing where it cannot be read. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /**
     * @param retryAfter seconds, or a date
     * @param date the answer's own, from which the other is counted, so that our clock does not matter
     */
    static @Nullable Duration of(@Nullable String retryAfter, @Nullable String date) {
        if (retryAfter == null) {
            return null;
        }
        var value = retryAfter.strip();
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        return date == null ? null : between(date, value);
    }

    private static @Nullable Duration between(String from, String to) {
        try {
            return Duration.between(
                    ZonedDateTime.parse(from, DateTimeFormatter.RFC_1123_DATE_TIME),
                    ZonedDateTime.parse(to, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
