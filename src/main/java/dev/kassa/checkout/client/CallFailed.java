package dev.kassa.checkout.client;

import org.jspecify.annotations.Nullable;

/** A call to Temporal that brought no value, in the one word that decides what is done next. */
final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    CallFailed(Why why, @Nullable Throwable cause) {
        super(why + told(cause), cause);
        this.why = why;
    }

    /** What the server said, for the log: "not reachable" alone hides a call that it refuses each time. */
    private static String told(@Nullable Throwable cause) {
        var root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null ? "" : " (" + root + ")";
    }

    Why why() {
        return why;
    }

    enum Why {
        /** Nobody knows the id, or its run has ended. */
        NO_OPEN_RUN,
        /** A start found a run of that id which had ended. */
        ENDED_RUN_EXISTS,
        /** The run ended without a result: terminated, failed or timed out. */
        ENDED_WITHOUT_RESULT,
        /** The run's validator or handler said no. */
        REFUSED_BY_RUN,
        /**
         * No worker has finished the run's first task yet, so it cannot be asked; or the task that an update came with
         * was thrown away, and the update with it.
         */
        NOT_READY,
        /** The server has no such call: it is the embedded one. */
        UNSUPPORTED,
        /** The time was up. */
        LATE,
        /** The server could not be reached, or could not do its work. */
        UNREACHABLE
    }
}
