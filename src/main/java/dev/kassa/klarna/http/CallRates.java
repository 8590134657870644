package dev.kassa.klarna.http;

/**
 * How many calls Klarna may get from this process within any second, by Klarna's categories (Klarna docs: Rate
 * Limiting); 2 or more each.
 *
 * @param authorizations Payment Transaction Authorization: first and final authorizes together
 * @param management Payment Request Management: reads, cancels and updates together
 */
public record CallRates(int authorizations, int management) {
    /** A tenth below the 40 and 200 that an older API of Klarna's allows; its present numbers are not published. */
    public static final CallRates LIVE = new CallRates(36, 180);

    /** A tenth below the 5 and 50 of its test environment. */
    public static final CallRates TEST = new CallRates(4, 45);

    public CallRates {
        if (authorizations < 2 || management < 2) {
            throw new IllegalArgumentException("Klarna is to get at least 2 calls a second of each category");
        }
    }
}
