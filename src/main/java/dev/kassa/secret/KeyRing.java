package dev.kassa.secret;

import dev.kassa.secret.EncryptionKey.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are valid at once: the first encrypts, all decrypt.
 *
 * <p>Rotation (contract, section 6): a new key goes second everywhere, then first; the old one goes when the retention
 * and 9 days have passed.
 */
public final class KeyRing {
    private final List<EncryptionKey> keys;

    /**
     * A ring of these keys, the first of which encrypts.
     *
     * @throws IllegalArgumentException if there is none, or two have the same id
     */
    public KeyRing(List<EncryptionKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("There is no encryption key; at least one is needed.");
        }
        Set<String> ids = new HashSet<>();
        for (EncryptionKey key : keys) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("Two encryption keys have the id '%s'.".formatted(key.id()));
            }
        }
        this.keys = List.copyOf(keys);
    }

    /**
     * A ring of what stands in the configuration, {@code kassa.encryption.keys}.
     *
     * @throws IllegalArgumentException naming the entry that is wrong, by its place or id and never by its key
     */
    public static KeyRing of(List<Entry> entries) {
        List<EncryptionKey> keys = new ArrayList<>();
        for (Entry entry : entries) {
            int place = keys.size() + 1;
            if (entry.id() == null || entry.id().isBlank()) {
                throw new IllegalArgumentException("Encryption key number %d has no id.".formatted(place));
            }
            if (entry.key() == null || entry.key().isBlank()) {
                throw new IllegalArgumentException("Encryption key number %d has an id but no key.".formatted(place));
            }
            keys.add(EncryptionKey.ofBase64(entry.id(), entry.key()));
        }
        return new KeyRing(keys);
    }

    /** The ids, first the one that encrypts. */
    public List<String> ids() {
        return keys.stream().map(EncryptionKey::id).toList();
    }

    DerivedKeys derive(Use use) {
        SequencedMap<String, SecretKey> derived = new LinkedHashMap<>();
        keys.forEach(key -> derived.put(key.id(), key.derive(use)));
        return new DerivedKeys(derived);
    }

    @Override
    public String toString() {
        return "KeyRing" + ids();
    }

    /** One configured key: its id and the base64 of its 32 bytes. */
    public record Entry(@Nullable String id, @Nullable Secret key) {}

    /** The ring's keys for one use. */
    static final class DerivedKeys {
        private final SequencedMap<String, SecretKey> byId;

        private DerivedKeys(SequencedMap<String, SecretKey> byId) {
            this.byId = byId;
        }

        String currentId() {
            return byId.firstEntry().getKey();
        }

        SecretKey current() {
            return byId.firstEntry().getValue();
        }

        Collection<SecretKey> all() {
            return byId.values();
        }

        /**
         * The key of that id.
         *
         * @throws UndecryptableException if the ring has none; the message names the id only if it is a possible one
         */
        SecretKey byId(String id) {
            SecretKey key = byId.get(id);
            if (key == null) {
                String name = EncryptionKey.isId(id) ? "'" + id + "'" : "an impossible id";
                throw new UndecryptableException(
                        "Encrypted with key %s, which is not in the key ring %s.".formatted(name, byId.keySet()));
            }
            return key;
        }
    }
}
