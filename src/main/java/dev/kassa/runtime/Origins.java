package dev.kassa.runtime;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** What the rules need to know of URLs. */
final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

    private Origins() {}

    /** Whether a URL's host is this machine by its very name or address; nothing is resolved. */
    static boolean isLoopback(URI url) {
        String host = url.getHost();
        return host != null && (LOOPBACK.contains(host) || host.matches("127(\\.[0-9]{1,3}){3}"));
    }

    /** Whether a text is a scheme and a host, perhaps a port, and nothing more. */
    static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** The origin of a URL; empty where the text is none. */
    static Optional<String> of(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() == null
                    ? Optional.empty()
                    : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
