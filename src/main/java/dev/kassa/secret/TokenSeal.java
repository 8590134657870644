package dev.kassa.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.secret.EncryptionKey.Use;
import dev.kassa.secret.KeyRing.DerivedKeys;
import java.util.Base64;

/**
 * Seals Klarna's payment token, and a merchant's Klarna Network session token, where it arrives, so that who may decode a
 * history still cannot read it.
 *
 * <p>AES-256-GCM by a key derived for the seal alone, bound to what the token belongs to. The sealed text is
 * {@code v1.<key id>.<base64url>}. Thread-safe.
 */
public final class TokenSeal {
    private static final String VERSION = "v1";
    private static final String LABEL = "kassa token seal v1";

    private final DerivedKeys keys;

    /** A seal by the first key of the ring, opened by all. */
    public TokenSeal(KeyRing ring) {
        this.keys = ring.derive(Use.TOKEN_SEAL);
    }

    /** The token, sealed; it opens only with the same {@code boundTo}: the Payment Request's id, or the checkout's. */
    public String seal(String token, String boundTo) {
        byte[] sealed = AesGcm.encrypt(keys.current(), token.getBytes(UTF_8), associated(keys.currentId(), boundTo));
        return VERSION + "." + keys.currentId() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /**
     * The token in the seal.
     *
     * @throws UndecryptableException if it was altered, is bound to something else, or its key is not in the ring
     */
    public String open(String sealed, String boundTo) {
        int first = sealed.indexOf('.');
        int last = sealed.lastIndexOf('.');
        if (first == last || !sealed.substring(0, first).equals(VERSION)) {
            throw new UndecryptableException("Not a sealed token.");
        }
        String keyId = sealed.substring(first + 1, last);
        var key = keys.byId(keyId);
        try {
            byte[] encrypted = Base64.getUrlDecoder().decode(sealed.substring(last + 1));
            return new String(AesGcm.decrypt(key, encrypted, associated(keyId, boundTo)), UTF_8);
        } catch (IllegalArgumentException | AesGcm.AlteredException _) {
            throw new UndecryptableException(
                    "A token sealed with key '%s' was altered or belongs to something else.".formatted(keyId));
        }
    }

    private static byte[] associated(String keyId, String boundTo) {
        return Fields.of(LABEL).and(keyId).and(boundTo).bytes();
    }
}
