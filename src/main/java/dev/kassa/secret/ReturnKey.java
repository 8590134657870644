package dev.kassa.secret;

import dev.kassa.secret.EncryptionKey.Use;

/**
 * Makes and checks {@code k} of the return URL (contract, section 2): a keyed hash of checkout id and attempt.
 *
 * <p>HMAC-SHA256 cut to 128 bits, 22 characters of base64url. Made with the first key of the ring, valid under all.
 * Thread-safe.
 */
public final class ReturnKey {
    private static final String LABEL = "kassa return url v1";
    private static final int BYTES = 16;

    private final KeyedHash hash;

    /** Return keys by this ring. */
    public ReturnKey(KeyRing ring) {
        this.hash = new KeyedHash(ring.derive(Use.RETURN_URL), BYTES);
    }

    /** The {@code k} of that checkout's attempt, safe in a URL as it is. */
    public String of(String checkoutId, int attempt) {
        return hash.of(message(checkoutId, attempt));
    }

    /** Whether {@code k} was made for that checkout's attempt, by any key of the ring; in constant time. */
    public boolean fits(String k, String checkoutId, int attempt) {
        return hash.fits(k, message(checkoutId, attempt));
    }

    private static byte[] message(String checkoutId, int attempt) {
        return Fields.of(LABEL).and(checkoutId).and(Integer.toString(attempt)).bytes();
    }
}
