package dev.kassa.checkout.client;

/** The Temporal server lists no workflows: it is the embedded one. */
public final class NeedsVisibilityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsVisibilityException(Throwable cause) {
        super("This Temporal server has no visibility", cause);
    }
}
