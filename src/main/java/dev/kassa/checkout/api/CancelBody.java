package dev.kassa.checkout.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code POST /v1/checkouts/{checkout_id}/cancel}. */
final class CancelBody {
    private static final int LONGEST_REASON = 255;

    private CancelBody() {}

    /** @throws InvalidRequestException with all faults at once */
    static @Nullable String reason(ObjectNode body) {
        var faults = new Faults();
        var fields = new Fields(body, "", faults);
        var reason = fields.text("reason", 1, LONGEST_REASON);
        fields.refuseOthers();
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults.all());
        }
        return reason;
    }
}
