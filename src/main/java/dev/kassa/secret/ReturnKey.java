package dev.kassa.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.secret.EncryptionKey.Use;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Makes and checks {@code k} of the return URL (contract, section 2): a keyed hash of checkout id and attempt.
 *
 * <p>HMAC-SHA256 cut to 128 bits, 22 characters of base64url. Made with the first key of the ring, valid under all.
 * Thread-safe.
 */
public final class ReturnKey {
    private static final String LABEL = "kassa return url v1";
    private static final int BYTES = 16;

    private final KeyRing.DerivedKeys keys;

    /** Return keys by this ring. */
    public ReturnKey(KeyRing ring) {
        this.keys = ring.derive(Use.RETURN_URL);
    }

    /** The {@code k} of that checkout's attempt, safe in a URL as it is. */
    public String of(String checkoutId, int attempt) {
        return hash(keys.current(), checkoutId, attempt);
    }

    /** Whether {@code k} was made for that checkout's attempt, by any key of the ring; in constant time. */
    public boolean fits(String k, String checkoutId, int attempt) {
        byte[] given = k.getBytes(UTF_8);
        boolean fits = false;
        for (SecretKey key : keys.all()) {
            fits |= MessageDigest.isEqual(hash(key, checkoutId, attempt).getBytes(UTF_8), given);
        }
        return fits;
    }

    private static String hash(SecretKey key, String checkoutId, int attempt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] hash = mac.doFinal(Fields.of(LABEL)
                    .and(checkoutId)
                    .and(Integer.toString(attempt))
                    .bytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA256.", e);
        }
    }
}
