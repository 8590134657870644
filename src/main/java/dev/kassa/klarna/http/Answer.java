package dev.kassa.klarna.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A whole HTTP answer. The body is cut off at {@link Transport#LARGEST_BODY}, which makes a longer one unreadable. */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final int LONGEST_CORRELATION_ID = 200;

    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean hasBody() {
        for (byte octet : body) {
            if (octet > ' ' || octet < 0) {
                return true;
            }
        }
        return false;
    }

    /** Klarna's id of this exchange, which its support asks for. */
    @Nullable
    String correlationId() {
        var id = headers.getFirst("Klarna-Correlation-Id");
        return id == null || id.length() <= LONGEST_CORRELATION_ID ? id : id.substring(0, LONGEST_CORRELATION_ID);
    }

    /** Bodies carry tokens and customers. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
