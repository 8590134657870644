package dev.kassa.sandbox;

/** What a call changed at the simulated Klarna, whatever its caller got to hear of it. */
public enum Effect {
    /** A Payment Request came to be. */
    CREATED_REQUEST,
    /** A payment transaction came to be. */
    CREATED_TRANSACTION,
    /** A token for later charges came to be, and no transaction. */
    CREATED_CUSTOMER_TOKEN,
    /** The purchase was declined; in a final authorization the token is spent. */
    DECLINED,
    /** A Payment Request was updated. */
    UPDATED,
    /** A Payment Request was canceled. */
    CANCELED,
    /** A signing key or a webhook was created, changed or deleted, or a sample event sent. */
    CHANGED_NOTIFICATIONS,
    /** Nothing: an earlier call of the same idempotency key, or of the same token, was answered again. */
    REPLAYED,
    /** Nothing: the call was refused. */
    REFUSED,
    /** Nothing: the call only read, or a fault kept it from being executed. */
    NONE
}
