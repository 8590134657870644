package dev.kassa.sandbox;

import java.time.Duration;

/**
 * What may go wrong with a call: the closed vocabulary of failures. Each says by its name whether the call is executed.
 */
public sealed interface Fault {

    /** Its name in the ledger and on the control API. */
    String name();

    /** Executes, then never answers; the connection is closed after 70 s. */
    Fault EXECUTED_BUT_TIMED_OUT = Plain.EXECUTED_BUT_TIMED_OUT;

    /** Executes nothing and closes the connection at once. */
    Fault RESET_BEFORE = Plain.RESET_BEFORE;

    /** Executes and closes the connection at once. */
    Fault RESET_AFTER = Plain.RESET_AFTER;

    /** Executes nothing: 503 {@code TEMPORARY_UNAVAILABLE}. */
    Fault UNAVAILABLE_503 = Plain.UNAVAILABLE_503;

    /** Executes and answers 500 {@code INTERNAL_ERROR}. */
    Fault INTERNAL_ERROR_500 = Plain.INTERNAL_ERROR_500;

    /** Executes nothing: 429 {@code RATE_LIMITED}. */
    Fault RATE_LIMITED_429 = Plain.RATE_LIMITED_429;

    /** Executes nothing: 400 {@code VALIDATION_ERROR}. */
    Fault REFUSED_400 = Plain.REFUSED_400;

    /** Executes at once and answers after {@code by}, at most 70 s of real time: a webhook may come first. */
    static Fault delayedAnswer(Duration by) {
        return new DelayedAnswer(by);
    }

    /**
     * Executes only after {@code by}, at most 70 s of real time, and then answers; meanwhile a second call of the same
     * idempotency key or token gets 409.
     */
    static Fault slowExecution(Duration by) {
        return new SlowExecution(by);
    }

    /** The failures that need nothing but their name. */
    enum Plain implements Fault {
        /** See {@link Fault#EXECUTED_BUT_TIMED_OUT}. */
        EXECUTED_BUT_TIMED_OUT,
        /** See {@link Fault#RESET_BEFORE}. */
        RESET_BEFORE,
        /** See {@link Fault#RESET_AFTER}. */
        RESET_AFTER,
        /** See {@link Fault#UNAVAILABLE_503}. */
        UNAVAILABLE_503,
        /** See {@link Fault#INTERNAL_ERROR_500}. */
        INTERNAL_ERROR_500,
        /** See {@link Fault#RATE_LIMITED_429}. */
        RATE_LIMITED_429,
        /** See {@link Fault#REFUSED_400}. */
        REFUSED_400
    }

    /** Executed at once, answered late. */
    record DelayedAnswer(Duration by) implements Fault {
        @Override
        public String name() {
            return "DELAYED_ANSWER";
        }
    }

    /** Executed late, then answered. */
    record SlowExecution(Duration by) implements Fault {
        @Override
        public String name() {
            return "SLOW_EXECUTION";
        }
    }
}
