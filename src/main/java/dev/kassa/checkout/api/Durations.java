package dev.kassa.checkout.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations and timestamps as Klarna writes them (klarna.md, section 6), strictly: what Java's parsers take besides
 * (lower case, signs, fractions, a missing second) Klarna may refuse.
 */
final class Durations {
    private static final Pattern DURATION = Pattern.compile("P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?");
    private static final Pattern TIMESTAMP = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    private Durations() {}

    /** A duration of days, hours, minutes and seconds; weeks, months and years are longer than anything allowed. */
    static Optional<Duration> duration(String text) {
        try {
            return DURATION.matcher(text).matches() ? Optional.of(Duration.parse(text)) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static boolean isTimestamp(String text) {
        try {
            return TIMESTAMP.matcher(text).matches() && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
