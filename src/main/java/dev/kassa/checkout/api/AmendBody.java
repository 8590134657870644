package dev.kassa.checkout.api;

import dev.kassa.checkout.workflow.AmendRequest;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code PATCH /v1/checkouts/{checkout_id}}. */
final class AmendBody {
    private static final String AMOUNT = "amount";
    private static final String PURCHASE_DATA = "supplementary_purchase_data";

    private AmendBody() {}

    /** @throws InvalidRequestException with all faults at once */
    static AmendRequest read(ObjectNode body) {
        var faults = new Faults();
        var fields = new Fields(body, "", faults);
        var amount = fields.integer(AMOUNT, 1, StartRequest.LARGEST_AMOUNT);
        var purchaseData = fields.object(PURCHASE_DATA);
        if (!fields.has(AMOUNT) && !fields.has(PURCHASE_DATA)) {
            faults.add("", "must have at least one of " + AMOUNT + " and " + PURCHASE_DATA);
        }
        fields.refuseOthers();
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults.all());
        }
        return new AmendRequest(amount, purchaseData);
    }
}
