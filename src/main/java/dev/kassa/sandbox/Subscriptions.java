package dev.kassa.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/** The signing keys and webhooks of the acquiring partner, with Klarna's rules about them (klarna.md, section 7). */
final class Subscriptions {

    static final int MOST_KEYS = 50;

    private static final String OWN = "krn:partner:global:notification:webhook:sandbox";

    private final Map<String, SigningKey> keys = new LinkedHashMap<>();
    private final Map<String, Webhook> webhooks = new LinkedHashMap<>();
    private WebhookSettings.Receivers receivers = WebhookSettings.Receivers.LOOPBACK_TOO;

    /** With one webhook, where settings ask for it. */
    Subscriptions(Optional<WebhookSettings> settings, Instant at) {
        settings.ifPresent(webhook -> register(webhook, at));
    }

    private Webhook register(WebhookSettings settings, Instant at) {
        SigningKey key = new SigningKey(settings.signingKeyId(), settings.signingKey(), at);
        keys.put(key.id(), key);
        Webhook own = new Webhook(
                OWN, settings.target(), Set.of("payment.*"), Webhook.VERSION, key, null, Webhook.Status.ENABLED, at);
        webhooks.put(OWN, own);
        return own;
    }

    private Webhook own(Instant at) {
        Webhook own = webhooks.get(OWN);
        return own == null ? register(WebhookSettings.demo(), at) : own;
    }

    /** Points the webhook that was registered at the start to another receiver, whatever its URL. */
    void target(URI url, Instant at) {
        webhooks.put(OWN, own(at).at(url));
    }

    /** Has the webhook that was registered at the start signed by another key; answers the webhook. */
    Webhook sign(String id, String secret, Instant at) {
        Webhook own = own(at);
        SigningKey key = new SigningKey(id, secret, at);
        keys.put(id, key);
        Webhook signed = own.signedBy(key);
        webhooks.put(OWN, signed);
        return signed;
    }

    void keep(Memory memory) {
        memory.keep(new Kept.Named<>("signing_key", () -> keys, key -> key, (id, json) -> {
            if (json.isNull()) {
                keys.remove(id);
            } else {
                keys.put(id, KeptJson.decoded(json, SigningKey.class));
            }
        }));
        memory.keep(new Kept.Named<>("webhook", () -> webhooks, key -> key, (id, json) -> {
            if (json.isNull()) {
                webhooks.remove(id);
            } else {
                webhooks.put(id, KeptJson.decoded(json, Webhook.class));
            }
        }));
        memory.only("receivers", this::receivers, new TypeReference<WebhookSettings.Receivers>() {}, this::receivers);
    }

    WebhookSettings.Receivers receivers() {
        return receivers;
    }

    void receivers(WebhookSettings.Receivers others) {
        receivers = others;
    }

    List<Webhook> hearing(EventType type) {
        return webhooks.values().stream().filter(webhook -> webhook.hears(type)).toList();
    }

    Optional<Webhook> find(String webhookId) {
        return Optional.ofNullable(webhooks.get(webhookId));
    }

    Collection<Webhook> webhooks() {
        return webhooks.values();
    }

    Collection<SigningKey> keys() {
        return keys.values();
    }

    Optional<SigningKey> findKey(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    SigningKey key(String id) {
        return findKey(id).orElseThrow(() -> Refused.noSuchResource("There is no such signing key"));
    }

    Webhook webhook(String id) {
        return find(id).orElseThrow(() -> Refused.noSuchResource("There is no such webhook"));
    }

    SigningKey createKey(Instant at) {
        if (keys.size() >= MOST_KEYS) {
            throw Refused.conflict("There are " + MOST_KEYS + " signing keys already");
        }
        SigningKey key = SigningKey.create(at);
        keys.put(key.id(), key);
        return key;
    }

    /** That a key in use cannot be deleted is our inference. */
    void deleteKey(String id) {
        key(id);
        if (webhooks.values().stream().anyMatch(webhook -> webhook.key().id().equals(id))) {
            throw Refused.conflict("The signing key is used by a webhook");
        }
        keys.remove(id);
    }

    /** Registers a webhook, or changes the one of the same id. */
    void put(Webhook webhook) {
        boolean twin =
                webhooks.values().stream().anyMatch(other -> !other.id().equals(webhook.id()) && other.isLike(webhook));
        if (twin) {
            throw Refused.conflict("There is an identical webhook already");
        }
        webhooks.put(webhook.id(), webhook);
    }

    void delete(String webhookId) {
        webhook(webhookId);
        webhooks.remove(webhookId);
    }
}
