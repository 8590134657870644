package dev.kassa.merchant;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a URL, written in one way only.
 *
 * @param port -1 where the scheme has no port of its own and none is given
 */
record ReturnOrigin(String scheme, String host, int port) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})|\\[::1]");

    /** The origin of a URL that has a host and names no user; empty for every other. */
    static Optional<ReturnOrigin> of(URI url) {
        var scheme = lower(url.getScheme());
        var host = lower(url.getHost());
        return scheme == null || host == null || url.getRawUserInfo() != null
                ? Optional.empty()
                : Optional.of(new ReturnOrigin(scheme, host, port(scheme, url.getPort())));
    }

    /** @throws IllegalArgumentException where an entry of the configuration is more or less than an origin */
    static ReturnOrigin configured(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("'" + text + "' is not a URL");
        }
        var origin = of(url).filter(ReturnOrigin::isSafe)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not an origin such as https://shop.example (http only for loopback)"));
        if (!text.endsWith("://" + url.getRawAuthority()) && !text.endsWith("://" + url.getRawAuthority() + "/")) {
            throw new IllegalArgumentException("'" + text + "' is more than scheme, host and port");
        }
        return origin;
    }

    boolean isWeb() {
        return scheme.equals("https") || (scheme.equals("http") && isSafe());
    }

    boolean isSafe() {
        return !scheme.equals("http") || LOOPBACK.matcher(host).matches();
    }

    private static int port(String scheme, int given) {
        if (given != -1) {
            return given;
        }
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> -1;
        };
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
