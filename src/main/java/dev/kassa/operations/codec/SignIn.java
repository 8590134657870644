package dev.kassa.operations.codec;

import dev.kassa.secret.SignInKey;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * Who is asking: by {@code Authorization: Bearer}, or by the cookie of a sign-in.
 *
 * <p>The cookie holds when it ends and a keyed hash of that and the key's own hash. So it needs no memory and counts at
 * every replica; it dies with its key, which has to be taken from the configuration only, and follows its view.
 */
final class SignIn {
    /** A working day; then the key is typed again. */
    static final Duration LIFE = Duration.ofHours(8);

    private static final String COOKIE = "kassa-codec";
    /** Cookies ignore ports. Below this path none reaches the UI or anything else on the same host. */
    private static final String PATH = "/codec";

    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROOF = Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

    private final CodecKeys keys;
    private final SignInKey proofs;
    private final InstantSource clock;

    SignIn(CodecKeys keys, SignInKey proofs, InstantSource clock) {
        this.keys = keys;
        this.proofs = proofs;
        this.clock = clock;
    }

    /** A key that is signed in, and until when. */
    record Session(CodecKeys.Key key, Instant until) {}

    /** The key that a request brings. A header that is wrong is not made good by a cookie. */
    Optional<CodecKeys.Key> caller(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return session(request).map(Session::key);
        }
        var bearer = BEARER.matcher(header);
        return bearer.matches() ? keys.byText(bearer.group(1)) : Optional.empty();
    }

    /** The sign-in whose cookie a request brings, where it has not ended. */
    Optional<Session> session(HttpServletRequest request) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(COOKIE)) {
                    return session(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Session> session(String cookie) {
        var parts = PROOF.matcher(cookie);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var until = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
            if (!clock.instant().isBefore(until)) {
                return Optional.empty();
            }
            return keys.all().stream()
                    .filter(key -> proofs.fits(parts.group(2), key.sha256(), until))
                    .findFirst()
                    .map(key -> new Session(key, until));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The cookie for whoever brings this key; empty where it is none of ours. */
    Optional<ResponseCookie> begin(HttpServletRequest request, String presentedKey) {
        return keys.byText(presentedKey.strip()).map(key -> {
            var until = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
            return cookie(request, until.getEpochSecond() + "." + proofs.of(key.sha256(), until), LIFE);
        });
    }

    /** The cookie that takes the cookie away. */
    ResponseCookie end(HttpServletRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    /** Behind a proxy that ends TLS this port sees plain HTTP. Who lies here only keeps the cookie from themselves. */
    static String scheme(HttpServletRequest request) {
        boolean https = request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        return https ? "https" : "http";
    }

    private static ResponseCookie cookie(HttpServletRequest request, String value, Duration life) {
        return ResponseCookie.from(COOKIE, value)
                .path(PATH)
                .maxAge(life)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(scheme(request).equals("https"))
                .build();
    }
}
