package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is being paid: sent with the first authorize and, unchanged, with the final one.
 *
 * @param amount in minor units, 1 … 2147483647
 * @param currency ISO 4217
 * @param supplementaryPurchaseData Klarna's object, and so the next three: forwarded unaltered
 */
public record PaymentDetails(
        long amount,
        String currency,
        Capture capture,
        @Nullable String paymentOptionId,
        @Nullable JsonNode supplementaryPurchaseData,
        @Nullable JsonNode interoperabilityData,
        @Nullable JsonNode klarnaNetworkData,
        @Nullable JsonNode requestCustomerToken) {

    /** The same purchase with what Klarna has accepted as its update. */
    public PaymentDetails amended(long newAmount, @Nullable JsonNode newSupplementaryPurchaseData) {
        return new PaymentDetails(
                newAmount,
                currency,
                capture,
                paymentOptionId,
                newSupplementaryPurchaseData != null ? newSupplementaryPurchaseData : supplementaryPurchaseData,
                interoperabilityData,
                klarnaNetworkData,
                requestCustomerToken);
    }

    /** The same payment without what was bought: the shorter of the two bodies that Klarna's documents show. */
    public PaymentDetails transactionOnly() {
        return new PaymentDetails(amount, currency, capture, paymentOptionId, null, null, null, null);
    }

    /** Only what may be printed; purchase data names customers. */
    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
