package dev.kassa.sandbox;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a call about webhooks, judged as strictly as Klarna would, with all faults at once. */
final class NotificationBody {

    private static final Set<Integer> PORTS = Set.of(-1, 443, 8443);
    private static final int LONGEST = 2048;

    private final ObjectNode json;
    private final Subscriptions subscriptions;
    private final Violations faults;

    NotificationBody(ObjectNode json, Subscriptions subscriptions, Violations faults) {
        this.json = json;
        this.subscriptions = subscriptions;
        this.faults = faults;
    }

    Webhook newWebhook(String id, Instant now) {
        faults.addUnknownFields("", json, "url", "event_types", "event_version", "signing_key_id", "status");
        for (String required : new String[] {"url", "event_types", "event_version", "signing_key_id", "status"}) {
            if (!json.has(required)) {
                faults.add(required, "is required");
            }
        }
        Optional<URI> url = url();
        Optional<Set<String>> types = eventTypes();
        checkVersion();
        Optional<SigningKey> key = key();
        Optional<Webhook.Status> status = status();
        faults.throwIfAny();
        return new Webhook(
                id,
                url.orElseThrow(),
                types.orElseThrow(),
                Webhook.VERSION,
                key.orElseThrow(),
                null,
                status.orElseThrow(),
                now);
    }

    /** Given fields change. */
    Webhook changeOf(Webhook webhook) {
        faults.addUnknownFields("", json, "url", "event_types", "event_version", "signing_key_id", "status");
        if (json.isEmpty()) {
            faults.add("body", "must change something");
        }
        Optional<URI> url = url();
        Optional<Set<String>> types = eventTypes();
        checkVersion();
        Optional<SigningKey> key = key();
        Optional<Webhook.Status> status = status();
        faults.throwIfAny();
        Webhook changed = url.map(webhook::at).orElse(webhook);
        changed = types.map(changed::hearing).orElse(changed);
        changed = key.map(changed::signedBy).orElse(changed);
        return status.map(changed::in).orElse(changed);
    }

    /** That a webhook gets samples only of what it has subscribed to is our inference. */
    EventType sampleFor(Webhook webhook) {
        faults.addUnknownFields("", json, "event_type", "event_version");
        @Nullable String name = text("event_type");
        Optional<EventType> type = Optional.ofNullable(name).flatMap(EventType::named);
        if (type.isEmpty()) {
            faults.add("event_type", "must be one type of event, such as " + EventType.COMPLETED.text);
        }
        type.filter(known -> webhook.eventTypes().stream().noneMatch(known::isHeardBy))
                .ifPresent(_ -> faults.add("event_type", "is none that the webhook subscribes to"));
        if (!json.has("event_version")) {
            faults.add("event_version", "is required");
        }
        checkVersion();
        faults.throwIfAny();
        return type.orElseThrow();
    }

    private @Nullable String text(String name) {
        return faults.optionalText("", json, name, LONGEST);
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> reading, String fault) {
        @Nullable String text = text(name);
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = reading.apply(text);
        if (value.isEmpty()) {
            faults.add(name, fault);
        }
        return value;
    }

    private Optional<URI> url() {
        return read("url", this::receiver, "must be an https URL on port 443 or 8443");
    }

    private Optional<URI> receiver(String text) {
        try {
            URI url = new URI(text);
            boolean plain = url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
            boolean klarnas = "https".equals(url.getScheme()) && PORTS.contains(url.getPort());
            return plain && (klarnas || isAllowedLoopback(url)) ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private boolean isAllowedLoopback(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        return web && subscriptions.receivers() == WebhookSettings.Receivers.LOOPBACK_TOO && isLoopback(url.getHost());
    }

    private static boolean isLoopback(String host) {
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            return host.equals("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private Optional<Set<String>> eventTypes() {
        JsonNode types = json.path("event_types");
        if (types.isMissingNode()) {
            return Optional.empty();
        }
        if (!types.isArray() || types.isEmpty()) {
            faults.add("event_types", "must be a list of at least one type");
            return Optional.empty();
        }
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < types.size(); i++) {
            String text = types.path(i).asString("");
            if (!types.path(i).isString() || !EventType.isSubscribable(text)) {
                faults.add("event_types[" + i + "]", "must be one of " + EventType.list());
            } else if (!read.add(text)) {
                faults.add("event_types[" + i + "]", "is there twice");
            }
        }
        return Optional.of(read);
    }

    private void checkVersion() {
        @Nullable String version = text("event_version");
        if (version != null && !Objects.equals(version, Webhook.VERSION)) {
            faults.add("event_version", "must be " + Webhook.VERSION);
        }
    }

    private Optional<SigningKey> key() {
        return read("signing_key_id", subscriptions::findKey, "is none of this account's signing keys");
    }

    private Optional<Webhook.Status> status() {
        return read(
                "status",
                text -> Arrays.stream(Webhook.Status.values())
                        .filter(known -> known.name().equals(text))
                        .findFirst(),
                "must be ENABLED or DISABLED");
    }
}
