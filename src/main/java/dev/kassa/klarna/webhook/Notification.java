package dev.kassa.klarna.webhook;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.PaymentTransactionReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Klarna told us, verified. Which payload fields an event carries is not documented, so each may be absent.
 *
 * @param eventId the same in every delivery of an event; not always a UUID
 * @param occurredAt Klarna's time; a token's 60 minutes count from here
 * @param subjectAccount the merchant's account
 * @param paymentToken the newer of the two tokens that came; absent in all events but a completion
 */
public record Notification(
        EventKind kind,
        String eventType,
        String eventId,
        Instant occurredAt,
        PartnerAccountId subjectAccount,
        @Nullable PaymentRequestId paymentRequestId,
        @Nullable PaymentRequestReference paymentRequestReference,
        @Nullable String stateReason,
        @Nullable PaymentTransactionId paymentTransactionId,
        @Nullable PaymentTransactionReference paymentTransactionReference,
        @Nullable PaymentToken paymentToken) {

    @Override
    public String toString() {
        return eventType + " " + eventId + " at " + occurredAt + ", " + paymentRequestReference;
    }
}
