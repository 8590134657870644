package dev.kassa.klarna.http;

/** A 2xx answer that does not say what it must. */
final class UnreadableAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    UnreadableAnswerException(String what) {
        super(what);
        this.what = what;
    }

    /** One sentence that quotes nothing of the answer. */
    String what() {
        return what;
    }
}
