package dev.kassa.klarna.http;

import dev.kassa.klarna.http.ManagementException.Executed;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads signing keys and webhooks from Klarna's answers, tolerantly but for their ids. */
final class ManagementJson {
    private ManagementJson() {}

    static SigningKey signingKey(JsonNode json) {
        var id = Json.text(json, "signing_key_id");
        if (id == null) {
            throw unreadable("signing_key_id");
        }
        return new SigningKey(id, Json.text(json, "created_at"));
    }

    static Webhook webhook(JsonNode json) {
        var id = Json.text(json, "webhook_id");
        if (id == null) {
            throw unreadable("webhook_id");
        }
        var types = json.path("event_types")
                .valueStream()
                .map(type -> type.asString(""))
                .toList();
        return new Webhook(
                id,
                Json.text(json, "url"),
                types,
                Json.text(json, "event_version"),
                Json.text(json, "signing_key_id"),
                Json.text(json, "status"));
    }

    /** Klarna shows the list under its name; a bare one is understood too. */
    static List<JsonNode> list(JsonNode json, String name) {
        var list = json.isArray() ? json : json.path(name);
        if (!list.isArray()) {
            throw unreadable(name);
        }
        return list.valueStream().toList();
    }

    static ManagementException unreadable(String field) {
        return new ManagementException(
                "Klarna's answer has no " + field + " that can be read", Executed.MAYBE, 200, List.of());
    }
}
