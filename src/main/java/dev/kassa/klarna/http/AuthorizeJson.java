package dev.kassa.klarna.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.StepUpConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of both authorizes (klarna.md, sections 3 and 5): the final one is the first without {@code step_up_config}.
 *
 * <p>The same call always gives the same bytes; Klarna takes a changed body under an old key as a fault.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"currency", "request_payment_transaction", "supplementary_purchase_data"})
record AuthorizeJson(
        @JsonProperty("currency") String currency,
        @JsonProperty("request_payment_transaction") TransactionJson transaction,

        @JsonProperty("supplementary_purchase_data") @Nullable
        JsonNode supplementaryPurchaseData,

        @JsonProperty("interoperability_data") @Nullable JsonNode interoperabilityData,
        @JsonProperty("klarna_network_data") @Nullable JsonNode klarnaNetworkData,
        @JsonProperty("request_customer_token") @Nullable JsonNode requestCustomerToken,
        @JsonProperty("step_up_config") @Nullable StepUpJson stepUp) {

    static AuthorizeJson of(AuthorizePayment call) {
        return of(call.payment(), call.paymentTransactionReference(), StepUpJson.of(call.stepUp()));
    }

    static AuthorizeJson of(FinalizeAuthorization call) {
        return of(call.payment(), call.paymentTransactionReference(), null);
    }

    private static AuthorizeJson of(
            PaymentDetails payment, PaymentTransactionReference reference, @Nullable StepUpJson stepUp) {
        return new AuthorizeJson(
                payment.currency(),
                new TransactionJson(payment.amount(), reference, payment.paymentOptionId(), payment.capture()),
                Json.present(payment.supplementaryPurchaseData()),
                Json.present(payment.interoperabilityData()),
                Json.present(payment.klarnaNetworkData()),
                Json.present(payment.requestCustomerToken()),
                stepUp);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransactionJson(
            @JsonProperty("amount") long amount,
            @JsonProperty("payment_transaction_reference") PaymentTransactionReference reference,
            @JsonProperty("payment_option_id") @Nullable String paymentOptionId,
            @JsonProperty("capture") Capture capture) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepUpJson(
            @JsonProperty("payment_request_reference") String reference,

            @JsonProperty("payment_request_expires_at") @Nullable
            String expiresAt,

            @JsonProperty("customer_interaction_config") InteractionJson interaction) {

        static StepUpJson of(StepUpConfig config) {
            var olderField = config.paymentRequestExpiresAt();
            return new StepUpJson(
                    config.paymentRequestReference().value(),
                    olderField == null ? null : olderField.toString(),
                    new InteractionJson(
                            config.method(),
                            config.returnUrl(),
                            config.appReturnUrl(),
                            olderField == null ? ExpiryJson.of(config.interactionExpiry()) : null));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InteractionJson(
            @JsonProperty("method") InteractionMethod method,
            @JsonProperty("return_url") @Nullable String returnUrl,
            @JsonProperty("app_return_url") @Nullable String appReturnUrl,
            @JsonProperty("interaction_expiry") @Nullable ExpiryJson expiry) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExpiryJson(
            @JsonProperty("duration") @Nullable String duration,
            @JsonProperty("timestamp") @Nullable String timestamp) {

        static ExpiryJson of(InteractionExpiry expiry) {
            return new ExpiryJson(expiry.duration(), expiry.timestamp());
        }
    }
}
