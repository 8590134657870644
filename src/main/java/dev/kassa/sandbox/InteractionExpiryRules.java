package dev.kassa.sandbox;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The grammar and bounds of {@code interaction_expiry} (klarna.md, section 6): 15 minutes to 48 hours from creation.
 */
final class InteractionExpiryRules {

    static final Duration SHORTEST = Duration.ofMinutes(15);
    static final Duration LONGEST = Duration.ofDays(2);

    // Upper case, whole numbers, no sign; at least one part, and one after T.
    private static final Pattern DURATION =
            Pattern.compile("P(?=[0-9T])(?:(?<Y>\\d+)Y)?(?:(?<M>\\d+)M)?(?:(?<W>\\d+)W)?(?:(?<D>\\d+)D)?"
                    + "(?:T(?=\\d)(?:(?<h>\\d+)H)?(?:(?<m>\\d+)M)?(?:(?<s>\\d+)S)?)?");
    // Years and months have no fixed length, but the shortest of each is far out of range all the same.
    private static final Map<String, Long> SECONDS =
            Map.of("Y", 31_536_000L, "M", 2_419_200L, "W", 604_800L, "D", 86_400L, "h", 3_600L, "m", 60L, "s", 1L);
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)");
    private static final String FIELD = "step_up_config.customer_interaction_config.interaction_expiry";
    private static final String RANGE = "must resolve to between 15 minutes and 48 hours from creation";

    private InteractionExpiryRules() {}

    /** When a request created now expires; violations are added to {@code faults} and nothing comes back. */
    static @Nullable Instant resolve(JsonNode expiry, Instant now, Violations faults) {
        if (!expiry.isObject() || expiry.has("duration") == expiry.has("timestamp")) {
            faults.add(FIELD, "must be an object with exactly one of duration and timestamp");
            return null;
        }
        faults.addUnknownFields(FIELD, expiry, "duration", "timestamp");
        return expiry.has("duration")
                ? byDuration(expiry.path("duration"), now, faults)
                : byTimestamp(FIELD + ".timestamp", expiry.path("timestamp"), now, faults);
    }

    private static @Nullable Instant byDuration(JsonNode value, Instant now, Violations faults) {
        String field = FIELD + ".duration";
        String text = value.isString() ? value.stringValue() : "";
        if (text.length() < 2 || text.length() > 25) {
            faults.add(field, "must be a text of 2 to 25 characters");
            return null;
        }
        Optional<BigInteger> seconds = seconds(text);
        if (seconds.isEmpty()) {
            faults.add(field, "must be an ISO 8601 duration");
            return null;
        }
        if (!between(seconds.get(), SHORTEST, LONGEST)) {
            faults.add(field, RANGE);
            return null;
        }
        return now.plusSeconds(seconds.get().longValueExact());
    }

    private static boolean between(BigInteger seconds, Duration least, Duration most) {
        return seconds.compareTo(BigInteger.valueOf(least.toSeconds())) >= 0
                && seconds.compareTo(BigInteger.valueOf(most.toSeconds())) <= 0;
    }

    private static Optional<BigInteger> seconds(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<String, Long> unit : SECONDS.entrySet()) {
            String digits = matcher.group(unit.getKey());
            if (digits != null) {
                sum = sum.add(new BigInteger(digits).multiply(BigInteger.valueOf(unit.getValue())));
            }
        }
        return Optional.of(sum);
    }

    /** When a request created now expires by a timestamp; violations of {@code field} are added to {@code faults}. */
    static @Nullable Instant byTimestamp(String field, JsonNode value, Instant now, Violations faults) {
        Optional<Instant> instant = value.isString() ? instant(value.stringValue()) : Optional.empty();
        if (instant.isEmpty()) {
            faults.add(field, "must be an ISO 8601 date-time with a zone");
            return null;
        }
        // A timestamp of exactly now + 15 minutes is late by the time it arrives: so the lower bound is open here.
        if (!instant.get().isAfter(now.plus(SHORTEST)) || instant.get().isAfter(now.plus(LONGEST))) {
            faults.add(field, RANGE);
            return null;
        }
        return instant.get();
    }

    private static Optional<Instant> instant(String text) {
        if (!TIMESTAMP.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
