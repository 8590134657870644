package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutJson;
import dev.kassa.checkout.MerchantDeliveries.Try;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import java.time.Instant;
import java.util.List;

/**
 * What one run delivers: its start's input. All of it follows from the event alone, so that telling again tells the same;
 * neither URL nor secret is in it.
 *
 * @param webhookId Standard Webhooks' {@code webhook-id}: by it the receiver knows a repeat
 * @param reference the merchant's own, for whoever reads the run's page
 * @param timestamp when it happened
 * @param body as it is sent, to the letter
 * @param inOrder whether it waits for the checkout's earlier notifications; a resend does not
 * @param earlierTries of the runs before a resend
 */
record Notification(
        NotificationId id,
        String webhookId,
        MerchantId merchantId,
        String reference,
        Instant timestamp,
        String body,
        boolean inOrder,
        List<Try> earlierTries) {

    static Notification of(MerchantId merchant, MerchantEvent event) {
        var checkout = event.checkout();
        var id = new NotificationId(checkout.checkoutId(), checkout.attempt(), event.type());
        return new Notification(
                id,
                id.webhookId(checkout.createdAt(), event.particular()),
                merchant,
                checkout.reference(),
                checkout.updatedAt(),
                body(event),
                true,
                List.of());
    }

    private static String body(MerchantEvent event) {
        var content = new Content(event.type().word(), event.checkout().updatedAt(), event.checkout());
        return new String(CheckoutJson.mapper().writeValueAsBytes(content), UTF_8);
    }

    Notification again(List<Try> tries) {
        return new Notification(id, webhookId, merchantId, reference, timestamp, body, false, tries);
    }

    String type() {
        return id.type().word();
    }

    @Override
    public String toString() {
        return id.workflowId();
    }

    /** The body (contract, section 1). */
    private record Content(String type, Instant timestamp, Checkout data) {}
}
