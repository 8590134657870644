package dev.kassa.klarna.http;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What an answer tells of Klarna's rate limit; a header that cannot be read is as good as none.
 *
 * @param perSecond of the quota that is nearest to its end
 * @param remaining calls left of it
 * @param reset how long until it begins anew
 */
record RateLimitHeaders(
        @Nullable Integer perSecond,
        @Nullable Long remaining,
        @Nullable Duration reset) {

    /** The nearest quota comes first, then the policies: {@code 40, 40;w=1;name="…"} (format by third parties). */
    private static final Pattern LIMIT = Pattern.compile("\\s*(\\d{1,9})\\s*(?:[,;].*)?");

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9})\\s*");

    static RateLimitHeaders of(HttpHeaders headers) {
        return new RateLimitHeaders(
                perSecond(headers.getFirst("X-Ratelimit-Limit")),
                number(headers.getFirst("X-Ratelimit-Remaining")),
                RetryAfter.ofRateLimit(headers));
    }

    private static @Nullable Integer perSecond(@Nullable String value) {
        if (value == null) {
            return null;
        }
        var matcher = LIMIT.matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        int limit = Integer.parseInt(matcher.group(1));
        return limit / window(value, limit);
    }

    /** The seconds for which the limit holds, by the policy of the same number; 1 where none says. */
    private static int window(String value, int limit) {
        var policy = Pattern.compile(",\\s*" + limit + "\\s*;(?:[^,]*;)?\\s*w=(\\d{1,9})")
                .matcher(value);
        return policy.find() ? Math.max(1, Integer.parseInt(policy.group(1))) : 1;
    }

    private static @Nullable Long number(@Nullable String value) {
        if (value == null) {
            return null;
        }
        var matcher = NUMBER.matcher(value);
        return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
    }
}
