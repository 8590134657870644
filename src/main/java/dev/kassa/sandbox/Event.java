package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that Klarna tells, the same to every webhook that hears of it.
 *
 * @param typeText as it is sent; a fault may have made it one that nobody knows
 * @param paymentRequestId empty where it is about none
 * @param purchaseReference of the purchase, whatever the attempt
 * @param references all that it can be found by
 * @param payload never changed
 */
record Event(
        String id,
        EventType type,
        String typeText,
        String paymentRequestId,
        @Nullable String purchaseReference,
        Set<String> references,
        String account,
        Instant at,
        ObjectNode payload) {

    static Event stateChanged(PaymentRequest request, Instant at) {
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
                EventType.of(request.state),
                request.account,
                at,
                request.id,
                request.purchaseReference(),
                payload,
                references(request));
    }

    /** Of a transaction that was authorized, or captured at once. */
    static Event of(EventType type, Transaction transaction, @Nullable PaymentRequest request, Instant at) {
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
        if (type == EventType.TRANSACTION_CAPTURED) {
            payload.put("payment_capture_id", transaction.captureId());
        } else {
            payload.put("state", "AUTHORIZED");
        }
        payload.put("amount", transaction.amount()).put("currency", transaction.currency());
        return of(
                type,
                transaction.account(),
                at,
                request == null ? "" : request.id,
                request == null ? null : request.purchaseReference(),
                payload,
                references);
    }

    /** A sample that names nothing of anybody's. */
    static Event simulated(EventType type, String account, Instant at) {
        String id = "krn:payment:eu1:request:simulated-" + UUID.randomUUID();
        ObjectNode payload = Json.object().put("payment_request_id", id).put("payment_request_reference", "simulated");
        switch (type) {
            case SUBMITTED, IN_PROGRESS, EXPIRED, CANCELED, DECLINED -> payload.put("state", type.name());
            case COMPLETED ->
                payload.put("state", type.name())
                        .put("payment_token", Ids.paymentToken())
                        .put("klarna_network_session_token", Ids.sessionToken());
            case TRANSACTION_AUTHORIZED ->
                payload.put("payment_transaction_id", Ids.transaction()).put("state", "AUTHORIZED");
            case TRANSACTION_CAPTURED ->
                payload.put("payment_transaction_id", Ids.transaction()).put("payment_capture_id", Ids.capture());
        }
        return of(type, account, at, id, null, payload, Set.of(id, "simulated"));
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
            EventType type,
            String account,
            Instant at,
            String paymentRequestId,
            @Nullable String purchaseReference,
            ObjectNode payload,
            Set<String> references) {
        String id = UUID.randomUUID().toString();
        return new Event(id, type, type.text, paymentRequestId, purchaseReference, references, account, at, payload);
    }

    /** As far as a fault is one of the event itself, the same at every webhook. */
    Event suffering(@Nullable WebhookFault fault) {
        if (WebhookFault.ODD_EVENT_ID.equals(fault)) {
            String odd = "evt:" + id.substring(0, 8) + " #7, é";
            return new Event(
                    odd, type, typeText, paymentRequestId, purchaseReference, references, account, at, payload);
        }
        if (WebhookFault.UNKNOWN_EVENT_TYPE.equals(fault)) {
            String unknown = "payment.request.state-change.reconsidered";
            return new Event(id, type, unknown, paymentRequestId, purchaseReference, references, account, at, payload);
        }
        return this;
    }

    /** Whether its Payment Request is over with it: nothing more can come of the request. */
    boolean isEnd() {
        return switch (type) {
            case SUBMITTED, IN_PROGRESS, COMPLETED -> false;
            case EXPIRED, CANCELED, DECLINED, TRANSACTION_AUTHORIZED, TRANSACTION_CAPTURED -> true;
        };
    }

    /** Whether it is of an earlier Payment Request for the same purchase. */
    boolean isOfAnOlderAttemptThan(Event other) {
        return purchaseReference != null
                && purchaseReference.equals(other.purchaseReference)
                && !paymentRequestId.equals(other.paymentRequestId);
    }
}
