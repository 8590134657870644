package dev.kassa.checkout.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Prefer: wait=N} (RFC 7240): how long a caller would wait for the end. What is no number of seconds is ignored. */
final class WaitPreference {
    private static final int LONGEST_SECONDS = 30;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([1-9][0-9]{0,8})\"?\\s*(?=$|[,;])", Pattern.CASE_INSENSITIVE);

    private WaitPreference() {}

    /** The wait that will be granted: 1 to 30 s. */
    static Optional<Duration> granted(List<String> prefer) {
        var wait = WAIT.matcher(String.join(",", prefer));
        return wait.find()
                ? Optional.of(Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(wait.group(1)))))
                : Optional.empty();
    }
}
