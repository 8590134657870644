package dev.kassa.klarna.webhook;

/** A notification could not be made durable; Klarna is to send it again. */
public final class NotDurableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Takes one sentence for the log, without anything secret, and what went wrong. */
    public NotDurableException(String message, Throwable cause) {
        super(message, cause);
    }
}
