package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Keys made for one process, which nobody else can know. */
final class RandomKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomKeys() {}

    static String base64Of32Bytes() {
        return Base64.getEncoder().encodeToString(bytes(32));
    }

    /** 128 bits in hex after a prefix that says what it is. */
    static String named(String prefix) {
        return prefix + HexFormat.of().formatHex(bytes(16));
    }

    /** The hash by which a key is configured, in hex. */
    static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
