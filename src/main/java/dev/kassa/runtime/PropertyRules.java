package dev.kassa.runtime;

import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold of {@code kassa.*} before anything starts (contract, section 6). */
final class PropertyRules {
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(30);
    /** Temporal joins the two with a dot, or with a colon. */
    private static final Pattern DEPLOYMENT_PART = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private static final Pattern BUILD_ID = Pattern.compile("[A-Za-z0-9._+-]{1,100}");

    private final KassaProperties kassa;
    private final FoundFaults faults;

    PropertyRules(KassaProperties kassa) {
        this.kassa = kassa;
        this.faults = new FoundFaults(kassa.allowPlainHttp());
    }

    List<PropertyFault> faults() {
        faults.url("kassa.public-url", kassa.publicUrl());
        klarna(kassa.klarna());
        merchants();
        encryption(kassa.encryption().keys());
        limits();
        codec(kassa.codec());
        worker(kassa.worker());
        faults.require(!kassa.roles().isEmpty(), "kassa.roles", "names no role; there are api and worker");
        faults.require(
                !(kassa.allowPlainHttp() && kassa.klarna().live()),
                "kassa.allow-plain-http",
                "must not be true with kassa.klarna.live");
        return faults.all();
    }

    private void klarna(KassaProperties.Klarna klarna) {
        faults.url("kassa.klarna.base-url", klarna.baseUrl());
        faults.text("kassa.klarna.api-key", klarna.apiKey());
        Duration margin = klarna.tokenSafetyMargin();
        faults.require(
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
            faults.text(name + ".id", key.id());
            faults.text(name + ".key", key.key());
            faults.require(key.id() == null || ids.add(key.id()), name + ".id", "is there twice");
        }
        var rates = klarna.rateLimit();
        atLeastTwo("kassa.klarna.rate-limit.authorizations-per-second", rates.authorizationsPerSecond());
        atLeastTwo("kassa.klarna.rate-limit.management-per-second", rates.managementPerSecond());
        if (klarna.tls() != null) {
            faults.text("kassa.klarna.tls.key-store", klarna.tls().keyStore());
            faults.text("kassa.klarna.tls.key-store-password", klarna.tls().keyStorePassword());
        }
    }

    private void worker(KassaProperties.Worker worker) {
        faults.require(
                DEPLOYMENT_PART.matcher(worker.deploymentName()).matches(),
                "kassa.worker.deployment-name",
                "must be letters, digits, hyphens and underscores");
        faults.require(
                worker.buildId() == null || BUILD_ID.matcher(worker.buildId()).matches(),
                "kassa.worker.build-id",
                "must be letters, digits, dots, plus signs, hyphens and underscores");
    }

    private void merchants() {
        boolean inFile = kassa.merchantsFile() != null && !kassa.merchantsFile().isBlank();
        faults.require(
                !inFile || kassa.merchants().isEmpty(),
                "kassa.merchants-file",
                "is set, and so is kassa.merchants; one of them is enough");
        if (kassa.merchants().isEmpty() && !inFile) {
            faults.add(PropertyFault.missing("kassa.merchants"));
        }
        new MerchantRules("kassa.merchants", faults).check(kassa.merchants());
    }

    private void encryption(List<KeyRing.Entry> keys) {
        if (keys.isEmpty()) {
            faults.add(PropertyFault.missing("kassa.encryption.keys"));
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            var entry = keys.get(i);
            String name = "kassa.encryption.keys[" + i + "]";
            faults.text(name + ".id", entry.id());
            faults.text(name + ".key", entry.key());
            faults.require(entry.id() == null || ids.add(entry.id()), name + ".id", "is there twice");
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
        faults.hashes("kassa.codec.api-keys-sha256", codec.apiKeysSha256());
        faults.hashes("kassa.codec.full-view-api-keys-sha256", codec.fullViewApiKeysSha256());
        Set<String> masked = codec.apiKeysSha256().stream()
                .map(hash -> hash.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        faults.require(
                codec.fullViewApiKeysSha256().stream()
                        .noneMatch(hash -> masked.contains(hash.toLowerCase(Locale.ROOT))),
                "kassa.codec.full-view-api-keys-sha256",
                "has a key of kassa.codec.api-keys-sha256; a key sees either all or not");
        URI origin = codec.allowedOrigin();
        if (origin != null) {
            if (Origins.isOrigin(origin.toString())) {
                faults.url("kassa.codec.allowed-origin", origin);
            } else {
                faults.add(new PropertyFault(
                        "kassa.codec.allowed-origin",
                        "must be one scheme and host, perhaps a port, such as https://temporal.example"));
            }
        }
    }

    private void limits() {
        rate("kassa.rate-limit.per-second", kassa.rateLimit().perSecond());
        rate("kassa.rate-limit.burst", kassa.rateLimit().burst());
        Duration every = kassa.reconciler().every();
        faults.require(
                every != null && every.compareTo(Duration.ofSeconds(10)) >= 0,
                "kassa.reconciler.every",
                "must be at least PT10S");
        faults.require(
                kassa.sandbox().port() >= 0 && kassa.sandbox().port() <= 65_535,
                "kassa.sandbox.port",
                "must be 0 to 65535");
    }

    private void rate(String property, int value) {
        faults.require(value >= 1 && value <= 1_000_000, property, "must be 1 to 1000000");
    }

    private void atLeastTwo(String property, @Nullable Integer value) {
        faults.require(value == null || value >= 2, property, "must be at least 2");
    }
}
