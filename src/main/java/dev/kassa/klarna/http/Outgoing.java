package dev.kassa.klarna.http;

import dev.kassa.klarna.PartnerAccountId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange about to be made.
 *
 * @param account on whose behalf
 * @param reference what it is about, in our words or Klarna's; not secret
 */
@SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
record Outgoing(
        Operation operation,
        Urgency urgency,
        PartnerAccountId account,
        String reference,
        Endpoint endpoint,
        Map<String, String> headers,
        byte @Nullable [] body) {

    /** Headers carry the API key and tokens, the body customers. */
    @Override
    public String toString() {
        return operation.title();
    }
}
