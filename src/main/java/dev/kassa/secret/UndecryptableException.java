package dev.kassa.secret;

/**
 * Something encrypted cannot be read here: its key is missing, it was altered, or it belongs elsewhere.
 *
 * <p>The message may name a key's id and never contains data. Deliberately no {@code DataConverterException}: on that
 * one the Temporal SDK drops a signal in silence, on this one the workflow task fails and is tried again.
 */
public final class UndecryptableException extends RuntimeException {
    UndecryptableException(String message) {
        super(message);
    }
}
