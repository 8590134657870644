package dev.kassa.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of the ring: an id that everybody may read, and 32 secret bytes that nothing is encrypted with directly.
 *
 * <p>Each {@link Use} gets a key of its own, derived by HKDF-SHA256 (RFC 5869), so that who holds the key of one use
 * learns nothing of the others. Not a record: equality and text of a record would touch the bytes.
 */
public final class EncryptionKey {
    static final int LENGTH = 32;

    /** Ids stand in histories, sealed tokens and error messages, so they are kept to harmless characters. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String id;
    private final SecretKey material;

    /**
     * A key of these 32 bytes, which are copied.
     *
     * @param id 1 to 64 letters, digits, dots, underscores and hyphens
     * @throws IllegalArgumentException if the id or the length is wrong; the message never contains the bytes
     */
    public EncryptionKey(String id, byte[] key) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("An encryption key has a blank id.");
        }
        if (!isId(id)) {
            throw new IllegalArgumentException("The id of an encryption key may have only 1 to 64 letters, digits,"
                    + " dots, underscores and hyphens.");
        }
        if (key.length != LENGTH) {
            throw new IllegalArgumentException(
                    "Encryption key '%s' has %d bytes instead of %d.".formatted(id, key.length, LENGTH));
        }
        this.id = id;
        this.material = new SecretKeySpec(key, "Generic");
    }

    /**
     * A key of base64, as it stands in the configuration ({@code openssl rand -base64 32}).
     *
     * @throws IllegalArgumentException if the id, the base64 or the length is wrong; the message never contains the key
     */
    public static EncryptionKey ofBase64(String id, Secret base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.reveal().strip());
        } catch (IllegalArgumentException _) {
            // Its message quotes a character of the key, so it is not passed on as the cause.
            throw new IllegalArgumentException("Encryption key '%s' is not base64.".formatted(isId(id) ? id : "?"));
        }
        return new EncryptionKey(id, key);
    }

    /** The id that stands beside everything this key encrypted. */
    public String id() {
        return id;
    }

    SecretKey derive(Use use) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            use.algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(material)
                                    .thenExpand(use.label.getBytes(UTF_8), LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot derive a key for " + use + ".", e);
        }
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "EncryptionKey[id=" + id + ", key=***]";
    }

    /** What a derived key is for. A label must never change: what was encrypted under it could not be read again. */
    enum Use {
        PAYLOADS("AES", "kassa payload codec v1"),
        TOKEN_SEAL("AES", "kassa token seal v1"),
        RETURN_URL("HmacSHA256", "kassa return url v1"),
        SIGN_IN("HmacSHA256", "kassa codec sign-in v1"),
        PAGE_TOKEN("HmacSHA256", "kassa page token v1");

        private final String algorithm;
        private final String label;

        Use(String algorithm, String label) {
            this.algorithm = algorithm;
            this.label = label;
        }
    }
}
