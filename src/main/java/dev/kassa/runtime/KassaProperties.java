package dev.kassa.runtime;

import dev.kassa.klarna.ExpiryField;
import dev.kassa.klarna.http.UpdateMethod;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All of {@code kassa.*} (contract, section 6), as it was written and not yet checked: what may be missing is nullable
 * here. {@link PropertyRules} says what is wrong with it, all at once; nothing else reads a property that failed there.
 *
 * @param publicUrl where Klarna and browsers reach this service
 * @param merchantsFile instead of {@code merchants}
 * @param roles what this process does; both by default
 * @param allowPlainHttp whether {@code http://} is accepted beyond loopback; never with {@code live}
 */
@ConfigurationProperties("kassa")
record KassaProperties(
        @Nullable URI publicUrl,
        @DefaultValue Klarna klarna,
        @DefaultValue List<Merchant> merchants,
        @Nullable String merchantsFile,
        @DefaultValue Encryption encryption,
        @DefaultValue Notification notification,
        @DefaultValue RateLimit rateLimit,
        @DefaultValue({"api", "worker"}) Set<Role> roles,
        @DefaultValue Worker worker,
        @DefaultValue Reconciler reconciler,
        @DefaultValue Codec codec,
        @DefaultValue Sandbox sandbox,
        @DefaultValue("false") boolean allowPlainHttp) {

    /** What a process does. */
    enum Role {
        API,
        WORKER
    }

    /**
     * How Klarna is reached.
     *
     * @param live whether this is Klarna's live environment; events of the other are refused
     * @param recipientAccountId when set, events for others are refused
     * @param tokenSafetyMargin how long before a token's 60 minutes end its last use is allowed; clocks differ
     * @param updateMethod how a Payment Request is updated; Klarna's documents contradict each other here
     * @param expiryField and here
     */
    record Klarna(
            @Nullable URI baseUrl,
            @Nullable Secret apiKey,
            @DefaultValue("false") boolean live,
            @Nullable String recipientAccountId,
            @DefaultValue List<SigningKey> signingKeys,
            @DefaultValue("PT3M") Duration tokenSafetyMargin,
            @Nullable Tls tls,
            @DefaultValue("patch") UpdateMethod updateMethod,
            @DefaultValue("interaction-expiry") ExpiryField expiryField,
            @DefaultValue CallRate rateLimit) {}

    /** How many calls Klarna gets from this process within a second; absent: a tenth below what Klarna is known to take. */
    record CallRate(
            @Nullable Integer authorizationsPerSecond,
            @Nullable Integer managementPerSecond) {}

    /** A key by which Klarna signs its notifications. */
    record SigningKey(@Nullable String id, @Nullable Secret key) {}

    /** A client certificate. */
    record Tls(@Nullable String keyStore, @Nullable Secret keyStorePassword) {}

    /** Who may call, on which account, to which URLs. */
    record Merchant(
            @Nullable String id,
            @Nullable String partnerAccountId,
            @DefaultValue List<String> apiKeysSha256,
            @DefaultValue List<String> returnUrlOrigins,
            @Nullable Receiver notification) {}

    /** Where a merchant is told, and by which secret that is signed. */
    record Receiver(@Nullable URI url, @Nullable Secret secret) {}

    /** The keys by which histories are encrypted: the first encrypts, all decrypt. */
    record Encryption(@DefaultValue List<KeyRing.Entry> keys) {}

    record Notification(@DefaultValue("false") boolean allowPrivateAddresses) {}

    /** Per merchant. */
    record RateLimit(
            @DefaultValue("50") int perSecond,
            @DefaultValue("100") int burst) {}

    /**
     * Temporal's worker versioning, which is off without a build id.
     *
     * @param deploymentName of the worker deployment; one for all builds of a service
     * @param buildId of this build; a run is worked on by workers of the build that began it
     */
    record Worker(
            @DefaultValue("kassa") String deploymentName,
            @Nullable String buildId) {}

    record Reconciler(@DefaultValue("PT5M") Duration every) {}

    /**
     * Who may have payloads decoded.
     *
     * @param allowedOrigin of Temporal's UI; without one no page may ask
     */
    record Codec(
            @DefaultValue List<String> apiKeysSha256,
            @DefaultValue List<String> fullViewApiKeysSha256,
            @Nullable URI allowedOrigin) {}

    /**
     * The sandbox of the profiles {@code embedded} and {@code sandbox}.
     *
     * @param address to listen on
     * @param publicUrl where browsers reach it; absent: by address and port
     */
    record Sandbox(
            @DefaultValue("127.0.0.1") String address,
            @DefaultValue("8090") int port,
            @Nullable URI publicUrl,
            @Nullable URI webhookUrl,
            @DefaultValue List<String> accounts,
            @Nullable String directory) {}

    boolean has(Role role) {
        return roles.contains(role);
    }
}
