package dev.kassa.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver an event to one webhook, made or still to come.
 *
 * @param eventId {@code metadata.event_id}
 * @param eventType {@code metadata.event_type}
 * @param paymentRequestId empty where the event names none
 * @param attempt from 1
 * @param at when it was made, or when it falls due, on the sandbox's clock
 * @param outcome how it ended
 * @param status the receiver's; 0 without an answer
 * @param body the exact text
 * @param webhookId the webhook that it goes to; null where there is none
 * @param signingKeyId as it is sent; null where there is no webhook
 * @param fault the name of the fault that the event suffers; null for none
 */
public record WebhookDelivery(
        String eventId,
        String eventType,
        String paymentRequestId,
        int attempt,
        Instant at,
        Outcome outcome,
        int status,
        String body,
        @Nullable String webhookId,
        @Nullable String signingKeyId,
        @Nullable String fault) {

    /** How a try ended. */
    public enum Outcome {
        /** Still to come. */
        PENDING,
        /** 200, 201, 202 or 204. */
        DELIVERED,
        /** Any other status. */
        REFUSED,
        /** No answer. */
        UNREACHABLE,
        /** Dropped by a fault: never sent. */
        LOST,
        /** There was no receiver to send to. */
        NO_RECEIVER
    }
}
