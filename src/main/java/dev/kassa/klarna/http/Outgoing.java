package dev.kassa.klarna.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange about to be made. */
@SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
record Outgoing(Operation operation, URI uri, Map<String, String> headers, byte @Nullable [] body) {

    /** Headers carry the API key and tokens, the body customers. */
    @Override
    public String toString() {
        return operation.title();
    }
}
