package dev.kassa.secret;

import dev.kassa.secret.EncryptionKey.Use;
import java.time.Instant;

/**
 * Makes and checks what proves that somebody has signed in with a key, without holding anything of that key: a keyed
 * hash of who it was and until when it counts.
 *
 * <p>Nothing is remembered for it, so every replica with the same ring takes it. HMAC-SHA256, 43 characters of
 * base64url. Made with the first key of the ring, valid under all. Thread-safe.
 */
public final class SignInKey {
    private static final String LABEL = "kassa codec sign-in v1";
    private static final int BYTES = 32;

    private final KeyedHash hash;

    /** Proofs by this ring. */
    public SignInKey(KeyRing ring) {
        this.hash = new KeyedHash(ring.derive(Use.SIGN_IN), BYTES);
    }

    /** The proof, safe in a cookie as it is. */
    public String of(String who, Instant until) {
        return hash.of(message(who, until));
    }

    /** Whether that is the proof of just this, by any key of the ring; in constant time. Looks at no clock. */
    public boolean fits(String proof, String who, Instant until) {
        return hash.fits(proof, message(who, until));
    }

    private static byte[] message(String who, Instant until) {
        return Fields.of(LABEL).and(who).and(until.toString()).bytes();
    }
}
