package dev.kassa.sandbox;

import tools.jackson.databind.node.ObjectNode;

/** A Payment Request as Klarna's answers show it (klarna.md, sections 3 and 4). */
final class PaymentRequestJson {

    private PaymentRequestJson() {}

    static ObjectNode of(PaymentRequest request, Switches switches) {
        ObjectNode json = Json.object().put("payment_request_id", request.id);
        if (request.stepUp.reference() != null) {
            json.put("payment_request_reference", request.stepUp.reference());
        }
        if (request.amount > 0) {
            json.put("amount", request.amount);
        }
        json.put("currency", request.currency);
        json.put("state", request.state.name());
        if (request.previousState != null) {
            json.put("previous_state", known(switches) ? request.previousState.name() : "UNDER_REVIEW");
        }
        if (request.stateReason != null) {
            json.put("state_reason", request.stateReason);
        }
        json.set("state_context", stateContext(request, switches));
        if (switches.has(Contradiction.UrlPlace.PAYMENT_REQUEST) && hasUrl(request, switches)) {
            json.put("payment_request_url", request.url);
        }
        if (switches.has(Unknown.QrCodePlace.PAYMENT_REQUEST)) {
            addQrCode(json, request);
        }
        if (switches.has(Unknown.TransactionInRead.NAMED) && request.transactionId != null) {
            json.put("payment_transaction_id", request.transactionId);
        }
        json.put("expires_at", request.expiresAt.toString())
                .put("created_at", request.createdAt.toString())
                .put("updated_at", request.updatedAt.toString());
        if (request.canceledAt != null) {
            json.put("canceled_at", request.canceledAt.toString());
        }
        if (request.purchaseData != null) {
            json.set("supplementary_purchase_data", request.purchaseData);
        }
        json.set("customer_interaction_config", request.stepUp.interaction());
        return json;
    }

    private static ObjectNode stateContext(PaymentRequest request, Switches switches) {
        ObjectNode context = Json.object();
        if (request.state.isOpen()) {
            context.set("customer_interaction", interaction(request, switches));
        }
        boolean hidden = request.tokenUse != null && switches.has(Unknown.TokensAfterFinalization.HIDDEN);
        if (request.state == RequestState.COMPLETED && !hidden) {
            addTokens(context, request);
        }
        if (switches.has(Unknown.QrCodePlace.STATE_CONTEXT)) {
            addQrCode(context, request);
        }
        return context;
    }

    static void addTokens(ObjectNode json, PaymentRequest request) {
        if (request.paymentToken != null) {
            json.put("payment_token", request.paymentToken);
        }
        if (request.sessionToken != null) {
            json.put("klarna_network_session_token", request.sessionToken);
        }
        if (request.customerToken != null) {
            json.putObject("klarna_customer").put("customer_token", request.customerToken);
        }
    }

    private static ObjectNode interaction(PaymentRequest request, Switches switches) {
        String method = known(switches) ? request.stepUp.method().name() : "TELEPATHY";
        ObjectNode json = Json.object().put("method", method).put("payment_request_id", request.id);
        if (switches.has(Contradiction.UrlPlace.CUSTOMER_INTERACTION) && hasUrl(request, switches)) {
            json.put("payment_request_url", request.url);
        }
        if (switches.has(Unknown.QrCodePlace.CUSTOMER_INTERACTION)) {
            addQrCode(json, request);
        }
        return json;
    }

    private static void addQrCode(ObjectNode json, PaymentRequest request) {
        if (request.state.isOpen() && request.stepUp.method() == AuthorizeBody.Method.QR_CODE) {
            json.putObject("qr_code").put("image_url", request.url + "/qr.svg").put("target_url", request.url);
        }
    }

    // For HEADLESS only the name is known; a URL was never seen in an answer.
    private static boolean hasUrl(PaymentRequest request, Switches switches) {
        return request.stepUp.method() != AuthorizeBody.Method.HEADLESS || switches.has(Unknown.HeadlessUrl.PRESENT);
    }

    private static boolean known(Switches switches) {
        return switches.has(Unknown.EnumValues.KNOWN);
    }
}
