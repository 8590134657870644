package dev.kassa.klarna.setup;

/** A command that cannot be done, in one sentence for the person who gave it, and its exit code. */
final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    SetupException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
