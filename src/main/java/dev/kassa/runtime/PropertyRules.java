package dev.kassa.runtime;

import dev.kassa.merchant.Receiver;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold of {@code kassa.*} before anything starts (contract, section 6). */
final class PropertyRules {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern MERCHANT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(30);

    private final KassaProperties kassa;
    private final List<PropertyFault> faults = new ArrayList<>();

    PropertyRules(KassaProperties kassa) {
        this.kassa = kassa;
    }

    List<PropertyFault> faults() {
        url("kassa.public-url", kassa.publicUrl());
        klarna(kassa.klarna());
        merchants();
        encryption(kassa.encryption().keys());
        limits();
        codec(kassa.codec());
        require(!kassa.roles().isEmpty(), "kassa.roles", "names no role; there are api and worker");
        require(
                !(kassa.allowPlainHttp() && kassa.klarna().live()),
                "kassa.allow-plain-http",
                "must not be true with kassa.klarna.live");
        return List.copyOf(faults);
    }

    private void klarna(KassaProperties.Klarna klarna) {
        url("kassa.klarna.base-url", klarna.baseUrl());
        text("kassa.klarna.api-key", klarna.apiKey());
        Duration margin = klarna.tokenSafetyMargin();
        require(
                margin != null && !margin.isNegative() && margin.compareTo(LONGEST_MARGIN) <= 0,
                "kassa.klarna.token-safety-margin",
                "must be PT0S to PT30M");
        if (klarna.signingKeys().isEmpty()) {
            faults.add(PropertyFault.missing("kassa.klarna.signing-keys"));
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < klarna.signingKeys().size(); i++) {
            var key = klarna.signingKeys().get(i);
            String name = "kassa.klarna.signing-keys[" + i + "]";
            text(name + ".id", key.id());
            text(name + ".key", key.key());
            require(key.id() == null || ids.add(key.id()), name + ".id", "is there twice");
        }
        var rates = klarna.rateLimit();
        atLeastTwo("kassa.klarna.rate-limit.authorizations-per-second", rates.authorizationsPerSecond());
        atLeastTwo("kassa.klarna.rate-limit.management-per-second", rates.managementPerSecond());
        if (klarna.tls() != null) {
            text("kassa.klarna.tls.key-store", klarna.tls().keyStore());
            text("kassa.klarna.tls.key-store-password", klarna.tls().keyStorePassword());
        }
    }

    private void merchants() {
        require(kassa.merchantsFile() == null, "kassa.merchants-file", "is not supported yet; list kassa.merchants");
        if (kassa.merchants().isEmpty() && kassa.merchantsFile() == null) {
            faults.add(PropertyFault.missing("kassa.merchants"));
        }
        Set<String> ids = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        for (int i = 0; i < kassa.merchants().size(); i++) {
            var merchant = kassa.merchants().get(i);
            String name = "kassa.merchants[" + i + "]";
            merchant(name, merchant);
            require(merchant.id() == null || ids.add(merchant.id()), name + ".id", "is there twice");
            require(
                    merchant.apiKeysSha256().stream().allMatch(hashes::add),
                    name + ".api-keys-sha256",
                    "has a key that is there twice");
        }
    }

    private void merchant(String name, KassaProperties.Merchant merchant) {
        text(name + ".id", merchant.id());
        require(
                merchant.id() == null
                        || merchant.id().isBlank()
                        || MERCHANT_ID.matcher(merchant.id()).matches(),
                name + ".id",
                "may have only 1 to 64 letters, digits, dots, underscores and hyphens");
        text(name + ".partner-account-id", merchant.partnerAccountId());
        if (merchant.apiKeysSha256().isEmpty()) {
            faults.add(PropertyFault.missing(name + ".api-keys-sha256"));
        }
        hashes(name + ".api-keys-sha256", merchant.apiKeysSha256());
        for (int i = 0; i < merchant.returnUrlOrigins().size(); i++) {
            require(
                    Origins.isOrigin(merchant.returnUrlOrigins().get(i)),
                    name + ".return-url-origins[" + i + "]",
                    "must be a scheme and a host, such as https://shop.example");
        }
        if (merchant.notification() != null) {
            receiver(name + ".notification", merchant.notification());
        }
    }

    private void receiver(String name, KassaProperties.Receiver receiver) {
        text(name + ".secret", receiver.secret());
        if (receiver.secret() != null && !receiver.secret().isBlank()) {
            require(
                    Receiver.isSecret(receiver.secret()),
                    name + ".secret",
                    "must be whsec_ and base64 of 24 to 64 bytes");
        }
        URI url = receiver.url();
        if (url == null || url.toString().isBlank()) {
            faults.add(PropertyFault.missing(name + ".url"));
        } else if (!Receiver.isWeb(url)) {
            faults.add(
                    new PropertyFault(name + ".url", "must be an http(s) URL with a host, without user and fragment"));
        } else {
            secure(name + ".url", url);
        }
    }

    private void encryption(List<KeyRing.Entry> keys) {
        if (keys.isEmpty()) {
            faults.add(PropertyFault.missing("kassa.encryption.keys"));
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            var entry = keys.get(i);
            String name = "kassa.encryption.keys[" + i + "]";
            text(name + ".id", entry.id());
            text(name + ".key", entry.key());
            require(entry.id() == null || ids.add(entry.id()), name + ".id", "is there twice");
            if (entry.id() != null && entry.key() != null && !entry.key().isBlank()) {
                encryptionKey(name, entry.id(), entry.key());
            }
        }
    }

    private void encryptionKey(String name, String id, Secret key) {
        try {
            EncryptionKey.ofBase64(id, key);
        } catch (IllegalArgumentException wrong) {
            faults.add(new PropertyFault(name, "is not a key of 32 bytes in base64: " + wrong.getMessage()));
        }
    }

    private void codec(KassaProperties.Codec codec) {
        hashes("kassa.codec.api-keys-sha256", codec.apiKeysSha256());
        hashes("kassa.codec.full-view-api-keys-sha256", codec.fullViewApiKeysSha256());
        Set<String> masked = codec.apiKeysSha256().stream()
                .map(hash -> hash.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        require(
                codec.fullViewApiKeysSha256().stream()
                        .noneMatch(hash -> masked.contains(hash.toLowerCase(Locale.ROOT))),
                "kassa.codec.full-view-api-keys-sha256",
                "has a key of kassa.codec.api-keys-sha256; a key sees either all or not");
        URI origin = codec.allowedOrigin();
        if (origin != null) {
            if (Origins.isOrigin(origin.toString())) {
                url("kassa.codec.allowed-origin", origin);
            } else {
                faults.add(new PropertyFault(
                        "kassa.codec.allowed-origin",
                        "must be one scheme and host, perhaps a port, such as https://temporal.example"));
            }
        }
    }

    private void limits() {
        require(kassa.rateLimit().perSecond() >= 1, "kassa.rate-limit.per-second", "must be at least 1");
        require(kassa.rateLimit().burst() >= 1, "kassa.rate-limit.burst", "must be at least 1");
        Duration every = kassa.reconciler().every();
        require(
                every != null && every.compareTo(Duration.ofSeconds(10)) >= 0,
                "kassa.reconciler.every",
                "must be at least PT10S");
        require(
                kassa.sandbox().port() >= 0 && kassa.sandbox().port() <= 65_535,
                "kassa.sandbox.port",
                "must be 0 to 65535");
    }

    private void url(String property, @Nullable URI url) {
        if (url == null || url.toString().isBlank()) {
            faults.add(PropertyFault.missing(property));
            return;
        }
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getQuery() != null || url.getUserInfo() != null) {
            faults.add(new PropertyFault(property, "must be an http(s) URL without query and user"));
            return;
        }
        secure(property, url);
    }

    private void secure(String property, URI url) {
        require(
                "https".equalsIgnoreCase(url.getScheme()) || Origins.isLoopback(url) || kassa.allowPlainHttp(),
                property,
                "must begin with https://, unless it is a loopback address (or kassa.allow-plain-http is true)");
    }

    private void atLeastTwo(String property, @Nullable Integer value) {
        require(value == null || value >= 2, property, "must be at least 2");
    }

    private void hashes(String property, List<String> hashes) {
        require(
                hashes.stream().allMatch(hash -> SHA256.matcher(hash).matches()),
                property,
                "must be SHA-256 in hex, 64 characters each");
    }

    private void text(String property, @Nullable String value) {
        if (value == null || value.isBlank()) {
            faults.add(PropertyFault.missing(property));
        }
    }

    private void text(String property, @Nullable Secret value) {
        if (value == null || value.isBlank()) {
            faults.add(PropertyFault.missing(property));
        }
    }

    private void require(boolean holds, String property, String otherwise) {
        if (!holds) {
            faults.add(new PropertyFault(property, otherwise));
        }
    }
}
