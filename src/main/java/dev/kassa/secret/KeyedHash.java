package dev.kassa.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC-SHA256 in base64url, cut to a length. Made with the first key of a ring, valid under all. Thread-safe.
 *
 * @param bytes how many of the 32 are kept; 16 are what nobody can guess
 */
record KeyedHash(KeyRing.DerivedKeys keys, int bytes) {
    String of(byte[] message) {
        return hash(keys.current(), message);
    }

    /** Whether that is a message's hash, by any key of the ring; in constant time. */
    boolean fits(String given, byte[] message) {
        byte[] presented = given.getBytes(UTF_8);
        boolean fits = false;
        for (SecretKey key : keys.all()) {
            fits |= MessageDigest.isEqual(hash(key, message).getBytes(UTF_8), presented);
        }
        return fits;
    }

    private String hash(SecretKey key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac.doFinal(message), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA256.", e);
        }
    }
}
