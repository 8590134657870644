package dev.kassa.klarna.setup;

import dev.kassa.klarna.http.SigningKey;
import dev.kassa.klarna.http.Webhook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys and webhooks in words and as JSON. */
final class Wording {
    private Wording() {}

    /** A webhook in four lines. */
    static String words(Webhook webhook) {
        return webhook.id() + "  " + webhook.status() + "\n  " + webhook.url() + "\n  hears "
                + String.join(", ", webhook.eventTypes()) + "\n  signed by " + webhook.signingKeyId();
    }

    static String lines(List<String> lines, String of) {
        return lines.isEmpty() ? "There are no " + of + "." : lines.stream().collect(Collectors.joining("\n"));
    }

    static Map<String, @Nullable Object> fields(SigningKey key) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("signing_key_id", key.id());
        fields.put("created_at", key.createdAt());
        return fields;
    }

    static Map<String, @Nullable Object> fields(Webhook webhook) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("webhook_id", webhook.id());
        fields.put("url", webhook.url());
        fields.put("event_types", webhook.eventTypes());
        fields.put("event_version", webhook.eventVersion());
        fields.put("signing_key_id", webhook.signingKeyId());
        fields.put("status", webhook.status());
        return fields;
    }
}
