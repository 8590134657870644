package dev.kassa.checkout.api;

import dev.kassa.checkout.client.RestartCheckout;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code POST /v1/checkouts/{checkout_id}/restart}. */
final class RestartRequest {
    private RestartRequest() {}

    /** @throws InvalidRequestException with all faults at once */
    static RestartCheckout read(ObjectNode body, Instant now) {
        var faults = new Faults();
        var fields = new Fields(body, "", faults);
        var sessionTimeout = ExpiryFields.sessionTimeout(fields);
        var expiry = ExpiryFields.interactionExpiry(fields);
        fields.refuseOthers();
        if (expiry != null && !ExpiryFields.isInRange(expiry, now)) {
            faults.add(ExpiryFields.TIMESTAMP, ExpiryFields.OUT_OF_RANGE);
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults.all());
        }
        return new RestartCheckout(sessionTimeout == null ? null : Duration.parse(sessionTimeout), expiry);
    }
}
