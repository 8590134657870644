package dev.kassa.klarna.http;

import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.QrCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Klarna's Payment Request as an answer holds it, at any of the places where its documents put things. */
record PaymentRequestJson(JsonNode json) {

    /** What an authorize created; Klarna's samples always name its state, but a new one can only be SUBMITTED. */
    PaymentRequest created() throws UnreadableAnswerException {
        var id = Json.text(json, "payment_request_id");
        if (id == null) {
            throw new UnreadableAnswerException("Klarna's answer asks for a step-up but names no Payment Request");
        }
        var state = Json.text(json, "state");
        return paymentRequest(
                new PaymentRequestId(id),
                state == null ? PaymentRequestState.SUBMITTED : PaymentRequestState.of(state));
    }

    /** What an answer says of the request that was asked for. */
    PaymentRequest of(PaymentRequestId asked) throws UnreadableAnswerException {
        var id = Json.text(json, "payment_request_id");
        var state = Json.text(json, "state");
        if (state == null) {
            throw new UnreadableAnswerException("Klarna's answer names no state of the Payment Request");
        }
        if (id != null && !id.equals(asked.value())) {
            throw new UnreadableAnswerException("Klarna's answer is about another Payment Request");
        }
        return paymentRequest(asked, PaymentRequestState.of(state));
    }

    /** The newer of the two tokens that are there. */
    @Nullable
    PaymentToken token() {
        var context = json.path("state_context");
        var session = Json.text(context, "klarna_network_session_token");
        if (session != null) {
            return new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, session);
        }
        var payment = Json.text(context, "payment_token");
        return payment == null ? null : new PaymentToken(PaymentToken.Kind.PAYMENT_TOKEN, payment);
    }

    private PaymentRequest paymentRequest(PaymentRequestId id, PaymentRequestState state) {
        var reference = Json.text(json, "payment_request_reference");
        return new PaymentRequest(
                id,
                reference == null ? null : new PaymentRequestReference(reference),
                state,
                Json.text(json, "state_reason"),
                Json.integer(json, "amount"),
                Json.text(json, "currency"),
                url(),
                qrCode(),
                Json.instant(json, "expires_at"),
                Json.instant(json, "updated_at"));
    }

    private @Nullable String url() {
        for (var place : places()) {
            var url = Json.text(place, "payment_request_url");
            if (url != null) {
                return url;
            }
        }
        return null;
    }

    private @Nullable QrCode qrCode() {
        for (var place : places()) {
            var code = place.path("qr_code");
            var image = Json.text(code, "image_url");
            var target = Json.text(code, "target_url");
            if (image != null || target != null) {
                return new QrCode(image, target);
            }
        }
        return null;
    }

    /** Documents and third parties disagree on the place (klarna.md, sections 3 and 10.14). */
    private List<JsonNode> places() {
        var context = json.path("state_context");
        return List.of(context.path("customer_interaction"), context, json);
    }

    /** Tokens are in it. */
    @Override
    public String toString() {
        return "PaymentRequestJson";
    }
}
