package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Identifiers in Klarna's look. */
final class Ids {

    private Ids() {}

    /** The last part of an id, which names it in URLs. */
    static String shortened(String id) {
        return id.substring(id.lastIndexOf(':') + 1);
    }

    static String paymentRequest() {
        return "krn:payment:eu1:request:" + UUID.randomUUID();
    }

    static String transaction() {
        return "krn:payment:eu1:transaction:" + UUID.randomUUID();
    }

    static String capture() {
        return "krn:payment:eu1:capture:" + UUID.randomUUID();
    }

    static String paymentToken() {
        return "krn:payment:eu1:payment-token:" + UUID.randomUUID();
    }

    static String sessionToken() {
        String claims = "{\"jti\":\"" + UUID.randomUUID() + "\"}";
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return "krn:network:eu1:test:session-token:eyJhbGciOiJub25lIn0." + encoded + ".sandbox";
    }

    static String customerToken() {
        return "krn:partner:global:customer-token:" + UUID.randomUUID();
    }
}
