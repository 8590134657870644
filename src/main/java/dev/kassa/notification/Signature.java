package dev.kassa.notification;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.kassa.secret.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The three headers of Standard Webhooks. */
final class Signature {
    private Signature() {}

    /**
     * @param at of this try: receivers refuse what is older than some minutes
     * @param body to the letter as it is sent
     */
    static Map<String, String> headers(Secret secret, String webhookId, Instant at, String body) {
        try {
            var headers = new LinkedHashMap<String, String>();
            headers.put("webhook-id", webhookId);
            headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
            headers.put("webhook-signature", new Webhook(secret.reveal()).sign(webhookId, at.getEpochSecond(), body));
            return headers;
        } catch (WebhookSigningException wrong) {
            // Its message could repeat the key.
            throw new IllegalStateException("the secret is not fit to sign: " + wrong.getClass());
        }
    }
}
