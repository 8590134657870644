package dev.kassa.sandbox;

/** The states of a Payment Request (klarna.md, section 1). */
public enum RequestState {
    /** Open: nobody is in the Purchase Journey. */
    SUBMITTED,
    /** Open: the customer is in the Purchase Journey. */
    IN_PROGRESS,
    /** The customer approved, and a token waits for the final authorization. */
    COMPLETED,
    /** Its time passed; Klarna deletes it soon after. */
    EXPIRED,
    /** Canceled by the partner or by Klarna. */
    CANCELED,
    /** Declined, by Klarna or by the customer. */
    DECLINED;

    /** Whether the customer may still approve. */
    public boolean isOpen() {
        return this == SUBMITTED || this == IN_PROGRESS;
    }
}
