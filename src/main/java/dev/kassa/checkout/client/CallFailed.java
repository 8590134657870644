package dev.kassa.checkout.client;

import org.jspecify.annotations.Nullable;

/** A call to Temporal that brought no value, in the one word that decides what is done next. */
final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    CallFailed(Why why, @Nullable Throwable cause) {
        super(why.toString(), cause);
        this.why = why;
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
        /** No worker has finished the run's first task yet, so it cannot be asked. */
        NOT_YET_TAKEN_UP,
        /** The time was up. */
        LATE,
        /** The server could not be reached, or could not do its work. */
        UNREACHABLE
    }
}
