package dev.kassa.sandbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Klarna's notification management API: signing keys and webhooks (klarna.md, section 7). */
final class NotificationApi {

    private static final Pattern ROUTE =
            Pattern.compile("/v2/notification/(signing-keys|webhooks)(?:/([^/]+)(/simulate)?)?");
    /** What idempotency keys of calls without an account are remembered under. */
    private static final String SCOPE = "notification";

    private final Klarna klarna;

    NotificationApi(Klarna klarna) {
        this.klarna = klarna;
    }

    /** Whether Klarna has such a call. */
    static boolean knows(Call call) {
        Matcher route = ROUTE.matcher(call.path());
        return route.matches() && allowed(route).contains(call.method());
    }

    private static String allowed(Matcher route) {
        boolean keys = route.group(1).equals("signing-keys");
        if (route.group(2) == null) {
            return "POST GET";
        }
        if (route.group(3) != null) {
            return keys ? "" : "POST";
        }
        return keys ? "GET DELETE" : "GET PATCH DELETE";
    }

    /**
     * Executes a call whose API key is right.
     *
     * @throws Refused with the error that Klarna would answer
     */
    Outcome of(Attempt attempt) {
        Call call = attempt.call();
        Violations faults = new Violations();
        HeaderRules.check(call, klarna.switches(), faults);
        if (call.tooLong()) {
            throw Refused.tooLarge();
        }
        IdempotencyKeys.@Nullable Key key =
                call.method().equals("GET") || call.method().equals("DELETE")
                        ? null
                        : call.header("Klarna-Idempotency-Key")
                                .map(value -> new IdempotencyKeys.Key(SCOPE, null, value))
                                .orElse(null);
        Instant now = klarna.now();
        Optional<Outcome> earlier =
                key == null ? Optional.empty() : klarna.keys.replay(key, attempt.fingerprint(), now);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Outcome outcome = executed(attempt, faults, now);
        if (key != null) {
            klarna.keys.remember(key, attempt.fingerprint(), outcome, now);
        }
        return outcome;
    }

    private Outcome executed(Attempt attempt, Violations faults, Instant now) {
        Call call = attempt.call();
        Matcher route = ROUTE.matcher(call.path());
        if (!route.matches()) {
            throw Refused.noSuchRoute();
        }
        @Nullable String id = route.group(2);
        if (route.group(1).equals("signing-keys")) {
            return signingKeys(call, id, faults, now);
        }
        return id == null
                ? webhooks(attempt, faults, now)
                : webhook(attempt, subscriptions().webhook(id), route.group(3) != null, faults, now);
    }

    private Outcome signingKeys(Call call, @Nullable String id, Violations faults, Instant now) {
        // None of these calls has anything to say in a body.
        refuseBody(call, faults);
        faults.throwIfAny();
        return switch (call.method()) {
            case "POST" -> {
                SigningKey key = subscriptions().createKey(now);
                yield changed(201, json(key).put("signing_key", key.secret()));
            }
            case "DELETE" -> {
                subscriptions().deleteKey(String.valueOf(id));
                yield changed();
            }
            default -> id == null ? listOfKeys() : shown(json(subscriptions().key(id)));
        };
    }

    private Outcome listOfKeys() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("signing_keys");
        subscriptions().keys().forEach(key -> list.add(json(key)));
        return shown(json);
    }

    /** Without the secret, which is shown once. */
    private static ObjectNode json(SigningKey key) {
        return Json.object()
                .put("signing_key_id", key.id())
                .put("created_at", key.createdAt().toString());
    }

    private Outcome webhooks(Attempt attempt, Violations faults, Instant now) {
        if (attempt.call().method().equals("GET")) {
            refuseBody(attempt.call(), faults);
            faults.throwIfAny();
            ObjectNode json = Json.object();
            ArrayNode list = json.putArray("webhooks");
            subscriptions().webhooks().forEach(webhook -> list.add(webhook.json()));
            return shown(json);
        }
        String id = "krn:partner:global:notification:webhook:" + UUID.randomUUID();
        Webhook webhook = body(attempt, faults).newWebhook(id, now);
        subscriptions().put(webhook);
        return changed(201, webhook.json());
    }

    private Outcome webhook(Attempt attempt, Webhook webhook, boolean simulate, Violations faults, Instant now) {
        Call call = attempt.call();
        if (simulate) {
            EventType type = body(attempt, faults).sampleFor(webhook);
            klarna.webhooks.simulate(
                    type, webhook, klarna.settings.accounts().iterator().next(), now);
            return changed(202, Json.object());
        }
        if (call.method().equals("PATCH")) {
            Webhook changed = body(attempt, faults).changeOf(webhook);
            subscriptions().put(changed);
            return changed(200, changed.json());
        }
        refuseBody(call, faults);
        faults.throwIfAny();
        if (call.method().equals("GET")) {
            return shown(webhook.json());
        }
        subscriptions().delete(webhook.id());
        return changed();
    }

    private NotificationBody body(Attempt attempt, Violations faults) {
        if (!HeaderRules.isJson(attempt.call())) {
            throw Refused.contentType();
        }
        ObjectNode body = attempt.body();
        if (body == null) {
            faults.add("body", "must be a JSON object");
            faults.throwIfAny();
            throw new IllegalStateException("A fault was found and not thrown");
        }
        return new NotificationBody(body, subscriptions(), faults);
    }

    private static void refuseBody(Call call, Violations faults) {
        if (call.body().length > 0) {
            faults.add("body", "must be absent");
        }
    }

    private Subscriptions subscriptions() {
        return klarna.webhooks.subscriptions;
    }

    private static Outcome changed(int status, ObjectNode json) {
        return new Outcome(Answer.json(status, json), Effect.CHANGED_NOTIFICATIONS, null, null, null);
    }

    private static Outcome changed() {
        return new Outcome(Answer.noContent(), Effect.CHANGED_NOTIFICATIONS, null, null, null);
    }

    private static Outcome shown(ObjectNode json) {
        return new Outcome(Answer.json(200, json), Effect.NONE, null, null, null);
    }
}
