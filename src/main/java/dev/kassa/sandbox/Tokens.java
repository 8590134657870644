package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens of completed Payment Requests: of one account, one amount and one hour, for one transaction ever. */
final class Tokens {

    private final Map<Token, Issued> issued = new HashMap<>();
    private final Map<String, String> customerTokens = new HashMap<>();
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

    /** What a token stands for, and until when: a request may be completed again, with other tokens. */
    private record Issued(PaymentRequest request, Instant until) {}

    /** A token as it was sent: the same text in the other header is another one. */
    record Token(Kind kind, String value) {

        /** Both, as {@link #of} reads them. */
        @Override
        public String toString() {
            return kind + " " + value;
        }

        static Token of(String text) {
            int blank = text.indexOf(' ');
            return new Token(Kind.valueOf(text.substring(0, blank)), text.substring(blank + 1));
        }
    }

    void issue(PaymentRequest request, Contradiction.FinalTokens kinds, Instant at) {
        request.completedAt = at;
        Issued what = new Issued(request, at.plus(PaymentRequest.TOKEN_LIFE));
        if (kinds != Contradiction.FinalTokens.SESSION_TOKEN) {
            String token = Ids.paymentToken();
            request.paymentToken = token;
            issued.put(new Token(Kind.PAYMENT_TOKEN, token), what);
        }
        if (kinds != Contradiction.FinalTokens.PAYMENT_TOKEN) {
            String token = Ids.sessionToken();
            request.sessionToken = token;
            issued.put(new Token(Kind.SESSION_TOKEN, token), what);
        }
    }

    Optional<PaymentRequest> requestOf(Token token) {
        return Optional.ofNullable(issued.get(token)).map(Issued::request);
    }

    /** Remembers a token that is stored for later purchases of {@code account}. */
    void store(String customerToken, String account) {
        customerTokens.put(customerToken, account);
    }

    /** Whose stored token it is. */
    Optional<String> accountOf(String customerToken) {
        return Optional.ofNullable(customerTokens.get(customerToken));
    }

    boolean isLate(Token token, Instant now) {
        Issued what = issued.get(token);
        return what != null && !now.isBefore(what.until());
    }

    private record KeptToken(String requestId, Instant until) {}

    void keep(Memory memory, PaymentRequests requests) {
        memory.keep(new Kept.Named<>(
                "token", () -> issued, what -> new KeptToken(what.request().id, what.until()), (token, json) -> {
                    KeptToken kept = KeptJson.decoded(json, KeptToken.class);
                    requests.find(kept.requestId())
                            .ifPresent(request -> issued.put(Token.of(token), new Issued(request, kept.until())));
                }));
        memory.keep(new Kept.Named<>(
                "customer_token",
                () -> customerTokens,
                account -> account,
                (token, account) -> customerTokens.put(token, account.stringValue())));
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
