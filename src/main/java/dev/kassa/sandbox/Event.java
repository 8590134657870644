package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A webhook event, its bytes fixed when it comes to be: every try sends the same ones. */
@SuppressWarnings("ArrayRecordComponent") // Sent as they are, never compared.
record Event(String id, String type, String paymentRequestId, Set<String> references, byte[] body) {

    private static final String PRODUCT = "krn:partner:product:payment:" + UUID.randomUUID();
    private static final String WEBHOOK = "krn:partner:global:notification:webhook:" + UUID.randomUUID();

    static Event stateChanged(PaymentRequest request, Instant at, @Nullable WebhookSettings settings) {
        String state = request.state.name().toLowerCase(Locale.ROOT).replace('_', '-');
        ObjectNode payload = Json.object();
        addRequest(payload, request);
        payload.put("state", request.state.name());
        if (request.previousState != null) {
            payload.put("previous_state", request.previousState.name());
        }
        if (request.stateReason != null) {
            payload.put("state_reason", request.stateReason);
        }
        if (request.state == RequestState.COMPLETED) {
            PaymentRequestJson.addTokens(payload, request);
        }
        return of(
                "payment.request.state-change." + state,
                request.account,
                at,
                settings,
                request.id,
                payload,
                references(request));
    }

    static Event authorized(
            Transaction transaction, @Nullable PaymentRequest request, Instant at, @Nullable WebhookSettings settings) {
        ObjectNode payload = Json.object().put("payment_transaction_id", transaction.id());
        Set<String> references = new HashSet<>();
        if (transaction.reference() != null) {
            payload.put("payment_transaction_reference", transaction.reference());
            references.add(transaction.reference());
        }
        if (request != null) {
            addRequest(payload, request);
            references.addAll(references(request));
        }
        payload.put("state", "AUTHORIZED").put("amount", transaction.amount()).put("currency", transaction.currency());
        return of(
                "payment.transaction.state-change.authorized",
                transaction.account(),
                at,
                settings,
                request == null ? "" : request.id,
                payload,
                references);
    }

    private static void addRequest(ObjectNode payload, PaymentRequest request) {
        payload.put("payment_request_id", request.id);
        if (request.stepUp.reference() != null) {
            payload.put("payment_request_reference", request.stepUp.reference());
        }
    }

    private static Set<String> references(PaymentRequest request) {
        Set<String> references = new HashSet<>(Set.of(request.id));
        if (request.stepUp.reference() != null) {
            references.add(request.stepUp.reference());
        }
        String purchase = request.purchaseReference();
        if (purchase != null) {
            references.add(purchase);
        }
        return references;
    }

    private static Event of(
            String type,
            String account,
            Instant at,
            @Nullable WebhookSettings settings,
            String paymentRequestId,
            ObjectNode payload,
            Set<String> references) {
        String id = UUID.randomUUID().toString();
        ObjectNode json = Json.object();
        json.putObject("metadata")
                .put("event_type", type)
                .put("event_id", id)
                .put("event_version", "v2")
                .put("occurred_at", at.toString())
                .put("correlation_id", UUID.randomUUID().toString())
                .put("subject_account_id", account)
                .put(
                        "recipient_account_id",
                        settings == null ? WebhookSettings.DEFAULT_RECIPIENT : settings.recipientAccount())
                .put("product_instance_id", PRODUCT)
                .put("webhook_id", WEBHOOK)
                .put("live", settings != null && settings.environment() == WebhookSettings.Environment.LIVE);
        json.set("payload", payload);
        return new Event(id, type, paymentRequestId, references, Json.bytes(json));
    }
}
