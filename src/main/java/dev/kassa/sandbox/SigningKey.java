package dev.kassa.sandbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A key by which webhooks are signed.
 *
 * @param secret its UTF-8 bytes sign, undecoded; shown once, when it is created
 */
record SigningKey(String id, String secret, Instant createdAt) {

    private static final String PREFIX = "krn:partner:global:notification:signing-key:";

    static SigningKey create(Instant at) {
        String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
        return new SigningKey(PREFIX + UUID.randomUUID(), secret.replace("-", ""), at);
    }

    /** One that no receiver knows: what a webhook without a predecessor to its key was signed by before. */
    static SigningKey retired(Instant at) {
        return new SigningKey(PREFIX + "retired", "a-key-that-was-retired-long-ago", at);
    }

    static String unknownId() {
        return PREFIX + "unknown";
    }

    /** Without the secret: a log must not learn it, not even a simulator's. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
