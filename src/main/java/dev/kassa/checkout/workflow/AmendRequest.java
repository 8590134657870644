package dev.kassa.checkout.workflow;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is to change; at least one of the two. The amount in minor units, 1 … 2147483647. */
public record AmendRequest(@Nullable Long amount, @Nullable JsonNode supplementaryPurchaseData) {
    @Override
    public String toString() {
        return "amend";
    }
}
