package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

    private final SameOrigin origins = new SameOrigin(Optional.of(URI.create("https://sandbox.example")));

    @ParameterizedTest
    @CsvSource(
            value = {
                "127.0.0.1:8090, http://127.0.0.1:8090, same-origin",
                "localhost:8090, http://localhost:8090, NONE",
                "[::1]:8090, http://[::1]:8090, NONE",
                "127.0.0.1:8090, NONE, same-origin",
                "kassa-sandbox:8090, https://sandbox.example, NONE"
            },
            nullValues = "NONE")
    void aFormOfItsOwnPagesIsItsOwn(String host, @Nullable String origin, @Nullable String site) {
        assertThat(origins.isOwn(post(host, origin, site))).isTrue();
        assertThat(origins.isForeign(post(host, origin, site))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "127.0.0.1:8090, https://evil.example, NONE",
                "127.0.0.1:8090, null, NONE",
                "127.0.0.1:8090, NONE, cross-site",
                // Another program's page on this machine.
                "127.0.0.1:8090, http://127.0.0.1:3000, same-site",
                "127.0.0.1:8090, http://127.0.0.1:3000, NONE",
                // A foreign name that its owner points here.
                "evil.example:8090, http://evil.example:8090, NONE",
                "NONE, https://evil.example, NONE"
            },
            nullValues = "NONE")
    void aFormOfAnyOtherPageIsForeign(@Nullable String host, @Nullable String origin, @Nullable String site) {
        assertThat(origins.isForeign(post(host, origin, site))).isTrue();
        assertThat(origins.isOwn(post(host, origin, site))).isFalse();
    }

    @Test
    void aScriptIsNotForeignAndNotAPageEither() {
        assertThat(origins.isForeign(post("127.0.0.1:8090", null, null))).isFalse();
        assertThat(origins.isOwn(post("127.0.0.1:8090", null, null))).isFalse();
    }

    @Test
    void whoeverOnlyReadsMayComeFromAnywhere() {
        Call followedLink = new Call("GET", "/", Map.of("sec-fetch-site", List.of("cross-site")), new byte[0]);
        assertThat(origins.isForeign(followedLink)).isFalse();
    }

    private static Call post(@Nullable String host, @Nullable String origin, @Nullable String site) {
        Map<String, List<String>> headers = new HashMap<>();
        put(headers, "host", host);
        put(headers, "origin", origin);
        put(headers, "sec-fetch-site", site);
        return new Call("POST", "/ui/do/faults", headers, new byte[0]);
    }

    private static void put(Map<String, List<String>> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, List.of(value));
        }
    }
}
