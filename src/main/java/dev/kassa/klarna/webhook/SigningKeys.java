package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which Klarna signs its notifications, by their ids; all are valid at once, so that they can rotate.
 *
 * <p>A key is the string that Klarna showed once, its UTF-8 bytes as they are, not decoded (Klarna docs: Register
 * Webhooks).
 */
public final class SigningKeys {
    private static final String ALGORITHM = "HmacSHA256";

    private final Map<String, SecretKeySpec> keys;

    private SigningKeys(Map<String, SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * The ring of these keys, signing key id to signing key.
     *
     * @throws IllegalArgumentException where an id or a key is blank
     */
    public static SigningKeys of(Map<String, String> keysById) {
        var keys = new LinkedHashMap<String, SecretKeySpec>();
        keysById.forEach((id, key) -> {
            if (id.isBlank() || key.isBlank()) {
                throw new IllegalArgumentException("a signing key or its id is blank");
            }
            keys.put(id, new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
        });
        return new SigningKeys(Map.copyOf(keys));
    }

    boolean has(String id) {
        return keys.containsKey(id);
    }

    /** The raw HMAC-SHA256 of these bytes; absent where the id is unknown. */
    byte @Nullable [] sign(String id, byte[] body) {
        var key = keys.get(id);
        if (key == null) {
            return null;
        }
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    @Override
    public String toString() {
        return "SigningKeys" + keys.keySet();
    }
}
