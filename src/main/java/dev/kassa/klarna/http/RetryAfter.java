package dev.kassa.klarna.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** How long an answer asks us to wait, within a bound: a strange header must not outlast a token. */
final class RetryAfter {
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\s*(\\d{1,18})(\\.\\d+)?\\s*");

    private RetryAfter() {}

    /** {@code Retry-After}, in seconds or as a date; Klarna documents none, proxies send it. */
    static @Nullable Duration of(HttpHeaders headers) {
        var value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return null;
        }
        var seconds = seconds(value);
        return seconds != null ? seconds : untilDate(value, headers.getFirst(HttpHeaders.DATE));
    }

    /** {@code Retry-After}, or else {@code X-Ratelimit-Reset} in seconds (format by third parties). */
    static @Nullable Duration ofRateLimit(HttpHeaders headers) {
        var retryAfter = of(headers);
        var reset = headers.getFirst("X-Ratelimit-Reset");
        return retryAfter != null || reset == null ? retryAfter : seconds(reset);
    }

    static Duration atLeast(Duration least, @Nullable Duration asked) {
        return asked != null && asked.compareTo(least) > 0 ? asked : least;
    }

    private static @Nullable Duration seconds(String value) {
        var matcher = SECONDS.matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        long whole = Long.parseLong(matcher.group(1));
        return bounded(Duration.ofSeconds(matcher.group(2) == null ? whole : whole + 1));
    }

    /** Counted from the answer's own Date, so that our clock does not matter. */
    private static @Nullable Duration untilDate(String value, @Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            return bounded(Duration.between(instant(date), instant(value)));
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    private static Instant instant(String httpDate) {
        return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
