package dev.kassa.klarna.http;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.PaymentTransactionReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Klarna's answer to an authorize (klarna.md, sections 3 and 5). */
record AuthorizationJson(JsonNode json) {

    /** The result; amount and currency that Klarna leaves out are those that were asked for. */
    Authorization of(PaymentDetails asked) throws UnreadableAnswerException {
        var response = json.path("payment_transaction_response");
        var result = Json.text(response, "result");
        if (result == null) {
            throw new UnreadableAnswerException("Klarna's answer names no result");
        }
        return switch (result) {
            case "APPROVED" ->
                new Authorization.Approved(transaction(response.path("payment_transaction"), asked), customerToken());
            case "DECLINED" -> new Authorization.Declined(Json.text(response, "result_reason"));
            case "STEP_UP_REQUIRED" ->
                new Authorization.StepUpRequired(new PaymentRequestJson(json.path("payment_request")).created());
            default -> throw new UnreadableAnswerException("Klarna's answer has a result that is not known here");
        };
    }

    private static PaymentTransaction transaction(JsonNode transaction, PaymentDetails asked)
            throws UnreadableAnswerException {
        var id = Json.text(transaction, "payment_transaction_id");
        if (id == null) {
            throw new UnreadableAnswerException("Klarna's answer is an approval but names no Payment Transaction");
        }
        var reference = Json.text(transaction, "payment_transaction_reference");
        var amount = Json.integer(transaction, "amount");
        var currency = Json.text(transaction, "currency");
        return new PaymentTransaction(
                new PaymentTransactionId(id),
                reference == null ? null : new PaymentTransactionReference(reference),
                amount == null ? asked.amount() : amount,
                currency == null ? asked.currency() : currency,
                Json.instant(transaction, "expires_at"));
    }

    /** In either of its two shapes, at the top or inside (klarna.md, sections 5 and 10.17). */
    private @Nullable String customerToken() {
        for (var place : List.of(json, json.path("payment_transaction_response"))) {
            var token = Json.text(place.path("klarna_customer"), "customer_token");
            if (token == null) {
                token = Json.text(place.path("customer_token_response").path("customer_token"), "customer_token_id");
            }
            if (token != null) {
                return token;
            }
        }
        return null;
    }

    /** Customers and their tokens are in it. */
    @Override
    public String toString() {
        return "AuthorizationJson";
    }
}
