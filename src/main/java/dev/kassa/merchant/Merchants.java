package dev.kassa.merchant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All who may call. */
public final class Merchants {
    private final Map<String, Merchant> byId;
    private final List<Key> keys;

    /**
     * These merchants and no others.
     *
     * @throws IllegalArgumentException where there is none, or two share an id or a key: nobody could tell whose call it is
     */
    public Merchants(List<Merchant> merchants) {
        if (merchants.isEmpty()) {
            throw new IllegalArgumentException("there is no merchant: nobody could start a checkout");
        }
        byId = HashMap.newHashMap(merchants.size());
        var owners = new HashMap<String, String>();
        for (var merchant : merchants) {
            if (byId.put(merchant.id(), merchant) != null) {
                throw new IllegalArgumentException("two merchants have the id '" + merchant.id() + "'");
            }
            for (var hash : merchant.apiKeysSha256()) {
                var owner = owners.put(hash.toLowerCase(Locale.ROOT), merchant.id());
                if (owner != null && !owner.equals(merchant.id())) {
                    throw new IllegalArgumentException(
                            "merchants '" + owner + "' and '" + merchant.id() + "' have the same API key");
                }
            }
        }
        keys = merchants.stream()
                .flatMap(merchant -> merchant.apiKeysSha256().stream()
                        .map(hash -> new Key(HexFormat.of().parseHex(hash), merchant)))
                .toList();
    }

    /**
     * Whose key that is. Every key is compared, each in constant time, so that the time taken tells nothing of them.
     */
    public Optional<Merchant> byKey(String presented) {
        byte[] hash = sha256(presented);
        Optional<Merchant> found = Optional.empty();
        for (var key : keys) {
            if (MessageDigest.isEqual(key.sha256, hash)) {
                found = Optional.of(key.owner);
            }
        }
        return found;
    }

    public Optional<Merchant> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Every merchant, in no order. */
    public List<Merchant> all() {
        return List.copyOf(byId.values());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Deliberately not a record: nothing prints a hash by accident. */
    private static final class Key {
        private final byte[] sha256;
        private final Merchant owner;

        private Key(byte[] sha256, Merchant owner) {
            this.sha256 = sha256;
            this.owner = owner;
        }
    }
}
