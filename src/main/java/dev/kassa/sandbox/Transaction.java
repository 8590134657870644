package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A payment transaction: the money. */
record Transaction(
        String id,
        @Nullable String reference,
        String account,
        long amount,
        String currency,
        Instant expiresAt,
        @Nullable String captureId) {

    /** How long an authorization holds; Klarna names a date in the answer, the length is the sandbox's own. */
    static final Duration AUTHORIZATION_LIFE = Duration.ofDays(28);

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("payment_transaction_id", id);
        if (reference != null) {
            json.put("payment_transaction_reference", reference);
        }
        json.put("amount", amount).put("currency", currency);
        json.putObject("payment_funding");
        json.putObject("payment_pricing");
        json.put("expires_at", expiresAt.toString());
        if (captureId != null) {
            json.putArray("payment_captures").addObject().put("payment_capture_id", captureId);
        }
        return json;
    }
}
