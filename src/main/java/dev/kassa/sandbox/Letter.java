package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is posted to one webhook for one event: fixed when the event comes to be, so that every try sends the same bytes
 * by the same key. (Whether Klarna signs a retry by a key that was changed meanwhile is unknown; this is the harder case.)
 *
 * @param signed the bytes that the signature is of: the body's, unless a fault has it otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // Sent as they are, never compared.
record Letter(byte[] body, byte[] signed, SigningKey key) {

    private static final String PRODUCT = "krn:partner:product:payment:" + UUID.randomUUID();
    private static final String STRANGER = "krn:partner:global:account:test:STRANGER";
    private static final int ODD_NANOS = 721_775;

    /** Whose events these are. */
    record Sender(String recipientAccount, WebhookSettings.Environment environment) {}

    static Letter of(Event event, Webhook webhook, Sender sender, @Nullable WebhookFault fault) {
        ObjectNode json = json(event, webhook, sender);
        byte[] body = switch (fault) {
            case null -> Json.bytes(json);
            case WebhookFault.Delayed _, WebhookFault.DelayedToRetry _ -> Json.bytes(json);
            case WebhookFault.FractionDigits(int digits) -> {
                metadata(json).put("occurred_at", withFraction(event.at(), digits));
                yield Json.bytes(json);
            }
            case WebhookFault.Plain plain -> body(json, plain);
        };
        return signed(body, webhook, event.at(), fault);
    }

    private static ObjectNode json(Event event, Webhook webhook, Sender sender) {
        ObjectNode json = Json.object();
        json.putObject("metadata")
                .put("event_type", event.typeText())
                .put("event_id", event.id())
                .put("event_version", Webhook.VERSION)
                .put("occurred_at", event.at().toString())
                .put(
                        "correlation_id",
                        UUID.nameUUIDFromBytes(event.id().getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("subject_account_id", event.account())
                .put("recipient_account_id", sender.recipientAccount())
                .put("product_instance_id", PRODUCT)
                .put("webhook_id", webhook.id())
                .put("live", sender.environment() == WebhookSettings.Environment.LIVE);
        json.set("payload", event.payload().deepCopy());
        return json;
    }

    private static byte[] body(ObjectNode json, WebhookFault.Plain fault) {
        switch (fault) {
            case ODD_WHITESPACE -> {
                String odd = " \n" + json.toPrettyString().replace("\n", "\r\n\t") + "\n \t\n";
                return odd.getBytes(StandardCharsets.UTF_8);
            }
            case EXTRA_FIELDS -> addUnknownFields(json);
            case WRONG_LIVE ->
                metadata(json).put("live", !metadata(json).path("live").booleanValue());
            case WRONG_RECIPIENT -> metadata(json).put("recipient_account_id", STRANGER);
            case WRONG_SUBJECT -> metadata(json).put("subject_account_id", STRANGER);
            case WITHOUT_TOKENS ->
                payload(json).remove(List.of("payment_token", "klarna_network_session_token", "klarna_customer"));
            case WITHOUT_OPTIONAL_FIELDS -> {
                payload(json).retain(List.of("payment_request_id", "payment_transaction_id"));
                metadata(json).remove(List.of("correlation_id", "product_instance_id"));
            }
            case LOST,
                    DOUBLED,
                    REORDERED,
                    BEFORE_ANSWER,
                    AFTER_THE_END,
                    OF_OLDER_ATTEMPT,
                    FORGED,
                    UNKNOWN_KEY_ID,
                    SIGNED_OTHER_BYTES,
                    ROTATED_KEY,
                    ODD_EVENT_ID,
                    UNKNOWN_EVENT_TYPE -> {
                // Nothing of these is in the body that the event does not have itself.
            }
        }
        return Json.bytes(json);
    }

    private static void addUnknownFields(ObjectNode json) {
        json.put("x_schema", 3).putNull("x_nothing");
        metadata(json)
                .putObject("x_trace")
                .put("hops", 2)
                .putArray("via")
                .add("eu1")
                .add("äö");
        payload(json).putArray("x_list").add(1.5).addObject().put("state", "IN_PROGRESS");
        payload(json).put("x_state", "COMPLETED").put("x_number", Long.MAX_VALUE);
    }

    private static Letter signed(byte[] body, Webhook webhook, Instant at, @Nullable WebhookFault fault) {
        SigningKey key = webhook.key();
        if (!(fault instanceof WebhookFault.Plain plain)) {
            return new Letter(body, body, key);
        }
        return switch (plain) {
            case FORGED -> new Letter(body, body, new SigningKey(key.id(), "a-forger's-key", at));
            case UNKNOWN_KEY_ID -> new Letter(body, body, new SigningKey(SigningKey.unknownId(), key.secret(), at));
            case SIGNED_OTHER_BYTES ->
                new Letter(
                        body, (new String(body, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8), key);
            case ROTATED_KEY -> {
                SigningKey previous = webhook.previousKey();
                yield new Letter(body, body, previous == null ? SigningKey.retired(at) : previous);
            }
            case LOST,
                    DOUBLED,
                    REORDERED,
                    BEFORE_ANSWER,
                    AFTER_THE_END,
                    OF_OLDER_ATTEMPT,
                    ODD_WHITESPACE,
                    EXTRA_FIELDS,
                    WRONG_LIVE,
                    WRONG_RECIPIENT,
                    WRONG_SUBJECT,
                    WITHOUT_TOKENS,
                    WITHOUT_OPTIONAL_FIELDS,
                    ODD_EVENT_ID,
                    UNKNOWN_EVENT_TYPE -> new Letter(body, body, key);
        };
    }

    Letter signedBy(SigningKey other) {
        return new Letter(body, signed, other);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    // Odd nanoseconds, so that nine digits are not all zeros; less than a millisecond later than it was.
    private static String withFraction(Instant at, int digits) {
        return new DateTimeFormatterBuilder()
                .appendInstant(digits)
                .toFormatter()
                .format(at.truncatedTo(ChronoUnit.MILLIS).plusNanos(ODD_NANOS));
    }

    private static ObjectNode metadata(ObjectNode json) {
        return (ObjectNode) json.path("metadata");
    }

    private static ObjectNode payload(ObjectNode json) {
        return (ObjectNode) json.path("payload");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Letter[" + key.id() + "]";
    }
}
