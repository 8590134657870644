package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An update of a Payment Request that is still SUBMITTED; what is absent stays as it is.
 *
 * @param amount in minor units, 1 … 2147483647
 */
public record UpdatePaymentRequest(
        PartnerAccountId account,
        PaymentRequestId paymentRequestId,
        IdempotencyKey key,
        @Nullable Long amount,
        @Nullable JsonNode supplementaryPurchaseData) {

    @Override
    public String toString() {
        return "update " + paymentRequestId;
    }
}
