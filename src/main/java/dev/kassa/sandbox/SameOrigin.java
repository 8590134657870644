package dev.kassa.sandbox;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps foreign web pages from driving the sandbox. It has no sign-in, and any page that a developer has open may send
 * forms to this machine; but a browser says on each where it comes from, and no page can change what it says.
 */
final class SameOrigin {

    private static final Set<String> READING = Set.of("GET", "HEAD");
    // Not any name: one that a foreign page's own DNS points here would be its own origin.
    private static final Pattern OWN_HOST = Pattern.compile("localhost|\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-f:.]+]");

    private final Optional<String> publicOrigin;

    /** {@code publicUrl} is where browsers reach the sandbox, where that is not its address. */
    SameOrigin(Optional<URI> publicUrl) {
        publicOrigin = publicUrl.map(url -> url.getScheme() + "://" + url.getAuthority());
    }

    /** Whether a browser says that this writing call comes from somewhere else. A script says nothing and may. */
    boolean isForeign(Call call) {
        if (READING.contains(call.method())) {
            return false;
        }
        boolean elsewhere = call.header("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
        return elsewhere
                || call.header("Origin").filter(origin -> !isOwn(origin, call)).isPresent();
    }

    /** Whether a browser says that this call comes from one of the sandbox's own pages. */
    boolean isOwn(Call call) {
        boolean said = call.header("Sec-Fetch-Site").isPresent()
                || call.header("Origin").isPresent();
        return said && !isForeign(call);
    }

    private boolean isOwn(String origin, Call call) {
        String sent = origin.toLowerCase(Locale.ROOT);
        if (publicOrigin.filter(sent::equals).isPresent()) {
            return true;
        }
        String host = call.header("Host").orElse("").toLowerCase(Locale.ROOT);
        boolean named = OWN_HOST.matcher(host.replaceFirst(":\\d+$", "")).matches();
        return named && (sent.equals("http://" + host) || sent.equals("https://" + host));
    }
}
