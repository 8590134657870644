package dev.kassa.klarna.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kassa.klarna.UpdatePaymentRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of an update: only what changes (Klarna docs: Update a Payment Request). */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UpdateJson(
        @JsonProperty("amount") @Nullable Long amount,

        @JsonProperty("supplementary_purchase_data") @Nullable
        JsonNode supplementaryPurchaseData) {

    static UpdateJson of(UpdatePaymentRequest call) {
        return new UpdateJson(call.amount(), Json.present(call.supplementaryPurchaseData()));
    }
}
