package dev.kassa.klarna.setup;

/** What the shell is told. */
final class ExitCodes {
    static final int DONE = 0;
    /** Nothing was changed. */
    static final int REFUSED = 1;
    /** Of a command line or a property; picocli's number for the former. */
    static final int USAGE = 2;
    /** No answer: it may have been done. */
    static final int UNKNOWN = 3;
    /** The next step of a rotation is not possible yet. */
    static final int NOT_YET = 4;

    private ExitCodes() {}
}
