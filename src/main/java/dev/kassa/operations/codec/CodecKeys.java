package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys by which payloads may be read, known by their hashes alone. */
final class CodecKeys {
    private final List<Key> keys = new ArrayList<>();

    CodecKeys(CodecSettings settings) {
        settings.apiKeysSha256().forEach(hash -> keys.add(new Key(hash.toLowerCase(Locale.ROOT), View.MASKED)));
        settings.fullViewApiKeysSha256().forEach(hash -> keys.add(new Key(hash.toLowerCase(Locale.ROOT), View.FULL)));
    }

    /** One key: its hash in hex, and what it shows. */
    record Key(String sha256, View view) {
        /** Enough to find the key in the configuration. */
        String name() {
            return sha256.substring(0, 8);
        }

        @Override
        public String toString() {
            return view + " key " + name();
        }
    }

    List<Key> all() {
        return List.copyOf(keys);
    }

    /** Which key that is. All are compared, each in constant time, so that the time taken tells nothing of them. */
    Optional<Key> byText(String presented) {
        byte[] hash = HexFormat.of().formatHex(sha256(presented)).getBytes(UTF_8);
        Optional<Key> found = Optional.empty();
        for (var key : keys) {
            if (MessageDigest.isEqual(key.sha256.getBytes(UTF_8), hash)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
