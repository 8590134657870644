package dev.kassa.sandbox;

/** What a partner may ask of the simulated Klarna. */
public enum Operation {
    /** The first authorize of a purchase, without a token of an approved Payment Request. */
    AUTHORIZE,
    /** The authorize that spends a token. */
    FINAL_AUTHORIZE,
    /** GET of a Payment Request. */
    READ,
    /** DELETE of a Payment Request. */
    CANCEL,
    /** PATCH of a Payment Request. */
    UPDATE,
    /** Any call of the notification management API: signing keys and webhooks. */
    NOTIFICATION
}
