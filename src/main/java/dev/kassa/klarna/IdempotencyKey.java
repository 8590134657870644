package dev.kassa.klarna;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Names one intention towards Klarna; every repeat of it carries the same key and the same body.
 *
 * <p>Klarna takes 1–255 characters and keeps the first result for 24 hours (Klarna docs: Idempotency).
 */
public record IdempotencyKey(@JsonValue String value) {
    /** The namespace of Kassa's name-based UUIDs; any other value would do, but it may never change. */
    private static final UUID NAMESPACE = UUID.fromString("6f1d7a52-3f0e-5b62-9c41-0d9be2a7c35e");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IdempotencyKey {
        if (value.isBlank() || value.length() > 255) {
            throw new IllegalArgumentException("an idempotency key has 1 to 255 characters");
        }
    }

    /** The UUIDv5 (RFC 9562) of a name: the same name gives the same key, for ever and on every machine. */
    public static IdempotencyKey of(String name) {
        var sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .flip());
        var hash = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
        long most = (hash.getLong() & 0xffffffffffff0fffL) | 0x5000L;
        long least = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new IdempotencyKey(new UUID(most, least).toString());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-1", missing);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
