package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens of completed Payment Requests: of one account, one amount and one hour, for one transaction ever. */
final class Tokens {

    private final Map<Token, PaymentRequest> issued = new HashMap<>();
    private final Set<PaymentRequest> underWay = new HashSet<>();

    /** The two kinds, each with the header that spends it. */
    enum Kind {
        PAYMENT_TOKEN("Klarna-Payment-Token"),
        SESSION_TOKEN("Klarna-Network-Session-Token");

        final String header;

        Kind(String header) {
            this.header = header;
        }
    }

    /** A token as it was sent: the same text in the other header is another one. */
    record Token(Kind kind, String value) {}

    void issue(PaymentRequest request, Switches.FinalTokens kinds, Instant at) {
        request.completedAt = at;
        if (kinds != Switches.FinalTokens.SESSION_TOKEN) {
            String token = Ids.paymentToken();
            request.paymentToken = token;
            issued.put(new Token(Kind.PAYMENT_TOKEN, token), request);
        }
        if (kinds != Switches.FinalTokens.PAYMENT_TOKEN) {
            String token = Ids.sessionToken();
            request.sessionToken = token;
            issued.put(new Token(Kind.SESSION_TOKEN, token), request);
        }
    }

    Optional<PaymentRequest> requestOf(Token token) {
        return Optional.ofNullable(issued.get(token));
    }

    boolean isLate(Token token, Instant now) {
        PaymentRequest request = issued.get(token);
        if (request == null) {
            return false;
        }
        Instant end = request.tokenExpiresAt();
        return end != null && !now.isBefore(end);
    }

    boolean isUnderWay(PaymentRequest request) {
        return underWay.contains(request);
    }

    boolean begin(PaymentRequest request) {
        return underWay.add(request);
    }

    void end(PaymentRequest request) {
        underWay.remove(request);
    }
}
