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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** All who may call: others from one moment to the next, where their list is replaced. Thread-safe. */
public final class Merchants {
    private final AtomicReference<Known> known;
    /** Of all who were ever on the list, in this process: their checkouts go on when they are gone. */
    private final Set<String> accounts = ConcurrentHashMap.newKeySet();

    /**
     * These merchants and no others.
     *
     * @throws IllegalArgumentException where there is none, or two share an id or a key: nobody could tell whose call it is
     */
    public Merchants(List<Merchant> merchants) {
        known = new AtomicReference<>(Known.of(merchants));
        remember(merchants);
    }

    /**
     * From now on these and no others: a key that is not among theirs stops working with this call.
     *
     * @throws IllegalArgumentException as the constructor; then nothing has changed
     */
    public void replaceBy(List<Merchant> merchants) {
        known.set(Known.of(merchants));
        remember(merchants);
    }

    private void remember(List<Merchant> merchants) {
        merchants.forEach(merchant -> accounts.add(merchant.partnerAccountId()));
    }

    /** Whether Klarna's account is a merchant's, or was one's since this process began. */
    public boolean hasAccount(String partnerAccountId) {
        return accounts.contains(partnerAccountId);
    }

    /**
     * Whose key that is. Every key is compared, each in constant time, so that the time taken tells nothing of them.
     */
    public Optional<Merchant> byKey(String presented) {
        byte[] hash = sha256(presented);
        Optional<Merchant> found = Optional.empty();
        for (var key : known.get().keys()) {
            if (MessageDigest.isEqual(key.sha256, hash)) {
                found = Optional.of(key.owner);
            }
        }
        return found;
    }

    public Optional<Merchant> byId(String id) {
        return Optional.ofNullable(known.get().byId().get(id));
    }

    /** Every merchant, in no order. */
    public List<Merchant> all() {
        return List.copyOf(known.get().byId().values());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** One list, looked at as a whole: no call sees half of an old one and half of a new one. */
    private record Known(Map<String, Merchant> byId, List<Key> keys) {
        static Known of(List<Merchant> merchants) {
            if (merchants.isEmpty()) {
                throw new IllegalArgumentException("there is no merchant: nobody could start a checkout");
            }
            var byId = HashMap.<String, Merchant>newHashMap(merchants.size());
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
            return new Known(Map.copyOf(byId), keys(merchants));
        }

        private static List<Key> keys(List<Merchant> merchants) {
            return merchants.stream()
                    .flatMap(merchant -> merchant.apiKeysSha256().stream()
                            .map(hash -> new Key(HexFormat.of().parseHex(hash), merchant)))
                    .toList();
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
