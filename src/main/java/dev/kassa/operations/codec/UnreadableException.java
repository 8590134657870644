package dev.kassa.operations.codec;

/** A request is not what Temporal's codec protocol says; the message never repeats it. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException() {
        super("not {\"payloads\": [...]} with metadata and data in base64");
    }
}
