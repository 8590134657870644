package dev.kassa.klarna.webhook;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.PaymentTransactionReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Klarna's event (klarna.md, section 7): strict about the metadata, tolerant of everything else.
 *
 * <p>A name that comes twice is refused: two readers could see two different events in one signature.
 *
 * @param recipientAccount ours, as acquiring partner; absent where the event names none
 */
record NotificationJson(
        Environment environment, @Nullable PartnerAccountId recipientAccount, Notification notification) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Absent where this is no event of Klarna's. */
    static @Nullable NotificationJson read(byte[] body) {
        try {
            var event = MAPPER.readTree(body);
            return event == null ? null : read(event.path("metadata"), event.path("payload"));
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static @Nullable NotificationJson read(JsonNode metadata, JsonNode payload) {
        var type = text(metadata, "event_type");
        var id = text(metadata, "event_id");
        var subject = text(metadata, "subject_account_id");
        var occurredAt = instant(text(metadata, "occurred_at"));
        var live = metadata.path("live");
        if (type == null || id == null || subject == null || occurredAt == null || !live.isBoolean()) {
            return null;
        }
        var notification = notification(type, id, occurredAt, new PartnerAccountId(subject), payload);
        return new NotificationJson(
                Environment.of(live.booleanValue()),
                typed(text(metadata, "recipient_account_id"), PartnerAccountId::new),
                notification);
    }

    private static Notification notification(
            String type, String id, Instant occurredAt, PartnerAccountId subject, JsonNode payload) {
        var kind = EventKind.of(type);
        return new Notification(
                kind,
                type,
                id,
                occurredAt,
                subject,
                typed(anywhere(payload, "payment_request_id"), PaymentRequestId::new),
                typed(anywhere(payload, "payment_request_reference"), PaymentRequestReference::new),
                text(payload, "state_reason"),
                typed(anywhere(payload, "payment_transaction_id"), PaymentTransactionId::new),
                typed(anywhere(payload, "payment_transaction_reference"), PaymentTransactionReference::new),
                token(payload));
    }

    private static @Nullable PaymentToken token(JsonNode payload) {
        var session = anywhere(payload, "klarna_network_session_token");
        if (session != null) {
            return new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, session);
        }
        var payment = anywhere(payload, "payment_token");
        return payment == null ? null : new PaymentToken(PaymentToken.Kind.PAYMENT_TOKEN, payment);
    }

    /** At the payload's top, or else wherever the name comes first: the nesting of many events is unknown. */
    private static @Nullable String anywhere(JsonNode payload, String field) {
        var atTop = text(payload, field);
        if (atTop != null) {
            return atTop;
        }
        return payload.findValues(field).stream()
                .filter(value -> value.isString() && !value.stringValue().isBlank())
                .map(JsonNode::stringValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static <T> @Nullable T typed(@Nullable String text, Function<String, T> type) {
        return text == null ? null : type.apply(text);
    }
}
