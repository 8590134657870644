package dev.kassa.sandbox;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The URLs by which a browser or an app comes back, and the placeholders in them (klarna.md, section 3). */
final class ReturnUrls {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*\\}");
    private static final Set<String> KNOWN = Set.of(
            "{klarna.payment_request.id}",
            "{klarna.payment_request.state}",
            "{klarna.payment_request.payment_request_reference}",
            "{klarna.payment_request.payment_token}",
            "{klarna.payment_request.klarna_network_session_token}");

    private ReturnUrls() {}

    static List<String> unknownPlaceholders(String url) {
        return PLACEHOLDER
                .matcher(url)
                .results()
                .map(match -> match.group())
                .filter(found -> !KNOWN.contains(found))
                .toList();
    }

    /** Whether it is absolute, and for a browser http or https with a host, once the placeholders are taken out. */
    static boolean isForBrowsers(String url) {
        return parsed(url)
                .filter(uri ->
                        uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())))
                .isPresent();
    }

    static boolean isAbsolute(String url) {
        return parsed(url).filter(URI::isAbsolute).isPresent();
    }

    static String filled(String url, PaymentRequest request) {
        return PLACEHOLDER
                .matcher(url)
                .replaceAll(found -> Matcher.quoteReplacement(encoded(value(found.group(), request))));
    }

    private static String value(String placeholder, PaymentRequest request) {
        @Nullable
        String value = switch (placeholder) {
            case "{klarna.payment_request.id}" -> request.id;
            case "{klarna.payment_request.state}" -> request.state.name();
            case "{klarna.payment_request.payment_request_reference}" -> request.stepUp.reference();
            case "{klarna.payment_request.payment_token}" -> request.paymentToken;
            case "{klarna.payment_request.klarna_network_session_token}" -> request.sessionToken;
            default -> throw new IllegalStateException("Refused at authorize: " + placeholder);
        };
        return value == null ? "" : value;
    }

    // Klarna's sample leaves the colons of its ids as they are; a query may hold them.
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(PLACEHOLDER.matcher(url).replaceAll("x")));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
