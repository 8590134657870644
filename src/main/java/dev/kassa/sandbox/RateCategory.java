package dev.kassa.sandbox;

/** What Klarna counts together when it limits rates (klarna.md, section 8). */
public enum RateCategory {
    /** First and final authorizations. */
    PAYMENT_TRANSACTION_AUTHORIZATION("Payment Transaction Authorization", 40),
    /** Reading, updating and canceling Payment Requests. */
    PAYMENT_REQUEST_MANAGEMENT("Payment Request Management", 200),
    /** Signing keys and webhooks. */
    NOTIFICATION_MANAGEMENT("Notification Management", 50);

    private final String words;
    private final int perSecond;

    RateCategory(String words, int perSecond) {
        this.words = words;
        this.perSecond = perSecond;
    }

    static RateCategory of(Operation operation) {
        return switch (operation) {
            case AUTHORIZE, FINAL_AUTHORIZE -> PAYMENT_TRANSACTION_AUTHORIZATION;
            case READ, CANCEL, UPDATE -> PAYMENT_REQUEST_MANAGEMENT;
            case NOTIFICATION -> NOTIFICATION_MANAGEMENT;
        };
    }

    /** The headers of an answer that says that this second's quota is spent. */
    Answer spent(Answer answer) {
        String limit = "%d, %d;w=1;name=\"%s\"".formatted(perSecond, perSecond, words);
        return answer.with("X-Ratelimit-Limit", limit)
                .with("X-Ratelimit-Remaining", "0")
                .with("X-Ratelimit-Reset", "1");
    }
}
