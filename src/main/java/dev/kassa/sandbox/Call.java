package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTTP request.
 *
 * @param path decoded, without query
 * @param headers by lower-case name
 * @param body at most {@link #BODY_LIMIT} + 1 bytes: one more than allowed tells that it was too long
 */
@SuppressWarnings("ArrayRecordComponent") // Read once from the wire, never compared.
record Call(String method, String path, Map<String, List<String>> headers, byte[] body) {

    /** Klarna takes bodies up to 1 MB (klarna.md, section 2). */
    static final int BODY_LIMIT = 1_000_000;

    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    boolean tooLong() {
        return body.length > BODY_LIMIT;
    }

    @Nullable
    String bodySha256() {
        return body.length == 0 ? null : sha256(body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
