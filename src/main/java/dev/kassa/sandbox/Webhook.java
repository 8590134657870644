package dev.kassa.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A receiver of events, as it is registered.
 *
 * @param eventTypes types and wildcards, in the order in which they were given
 * @param previousKey the one that signed before the last change of keys, also when it has been deleted since
 */
record Webhook(
        String id,
        URI url,
        Set<String> eventTypes,
        String eventVersion,
        SigningKey key,
        @Nullable SigningKey previousKey,
        Status status,
        Instant createdAt) {

    /** The only version of events there is. */
    static final String VERSION = "v2";

    /** Whether events are sent to it. */
    enum Status {
        ENABLED,
        DISABLED
    }

    boolean hears(EventType type) {
        return status == Status.ENABLED && eventTypes.stream().anyMatch(type::isHeardBy);
    }

    /** Whether a second one like this would be refused; its status does not make it another one (our inference). */
    boolean isLike(Webhook other) {
        return url.equals(other.url)
                && eventTypes.equals(other.eventTypes)
                && eventVersion.equals(other.eventVersion)
                && key.id().equals(other.key.id());
    }

    Webhook at(URI other) {
        return new Webhook(id, other, eventTypes, eventVersion, key, previousKey, status, createdAt);
    }

    Webhook hearing(Set<String> others) {
        return new Webhook(id, url, others, eventVersion, key, previousKey, status, createdAt);
    }

    Webhook signedBy(SigningKey other) {
        SigningKey before = other.id().equals(key.id()) ? previousKey : key;
        return new Webhook(id, url, eventTypes, eventVersion, other, before, status, createdAt);
    }

    Webhook in(Status other) {
        return new Webhook(id, url, eventTypes, eventVersion, key, previousKey, other, createdAt);
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("webhook_id", id).put("url", url.toString());
        ArrayNode types = json.putArray("event_types");
        eventTypes.forEach(types::add);
        return json.put("event_version", eventVersion)
                .put("signing_key_id", key.id())
                .put("status", status.name())
                .put("created_at", createdAt.toString());
    }
}
