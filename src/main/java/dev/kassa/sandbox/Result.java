package dev.kassa.sandbox;

/** How an authorize ends (klarna.md, section 3). */
public enum Result {
    /** Paid: a payment transaction is created. */
    APPROVED,
    /** Klarna declines. */
    DECLINED,
    /** The customer is to be asked: a Payment Request is created. */
    STEP_UP_REQUIRED
}
