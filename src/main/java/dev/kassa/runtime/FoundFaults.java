package dev.kassa.runtime;

import dev.kassa.secret.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with properties, by the rules that many of them share. */
final class FoundFaults {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final boolean allowPlainHttp;
    private final List<PropertyFault> faults = new ArrayList<>();

    /** @param allowPlainHttp whether {@code http://} is accepted beyond loopback */
    FoundFaults(boolean allowPlainHttp) {
        this.allowPlainHttp = allowPlainHttp;
    }

    List<PropertyFault> all() {
        return List.copyOf(faults);
    }

    void add(PropertyFault fault) {
        faults.add(fault);
    }

    void require(boolean holds, String property, String otherwise) {
        if (!holds) {
            faults.add(new PropertyFault(property, otherwise));
        }
    }

    void text(String property, @Nullable String value) {
        if (value == null || value.isBlank()) {
            faults.add(PropertyFault.missing(property));
        }
    }

    void text(String property, @Nullable Secret value) {
        if (value == null || value.isBlank()) {
            faults.add(PropertyFault.missing(property));
        }
    }

    void hashes(String property, List<String> hashes) {
        require(
                hashes.stream().allMatch(hash -> SHA256.matcher(hash).matches()),
                property,
                "must be SHA-256 in hex, 64 characters each");
    }

    void url(String property, @Nullable URI url) {
        if (url == null || url.toString().isBlank()) {
            faults.add(PropertyFault.missing(property));
            return;
        }
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getQuery() != null || url.getUserInfo() != null) {
            faults.add(new PropertyFault(property, "must be an http(s) URL without query and user"));
            return;
        }
        secure(property, url);
    }

    void secure(String property, URI url) {
        require(
                "https".equalsIgnoreCase(url.getScheme()) || Origins.isLoopback(url) || allowPlainHttp,
                property,
                "must begin with https://, unless it is a loopback address (or kassa.allow-plain-http is true)");
    }
}
