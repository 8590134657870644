package dev.kassa.smallworld;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** One thing that happens to a checkout: to it, at Klarna, or to the next call to Klarna. */
enum Step {
    /** The customer approves at Klarna. */
    COMPLETES(Kind.ACT),
    /** The customer, or Klarna, declines. */
    DECLINES(Kind.ACT),
    /** The customer enters the Purchase Journey and leaves it again: the Payment Request is SUBMITTED as before. */
    ABORTS(Kind.ACT),
    /** Klarna cancels the Payment Request. */
    KLARNA_CANCELS(Kind.ACT),
    /** The customer's browser comes back. */
    RETURN(Kind.ACT),
    /** The merchant cancels. */
    CANCEL(Kind.ACT),
    /** An operator presses Request Cancellation in the UI. */
    UI_CANCEL(Kind.ACT),
    /** Time passes to the next scheduled read. */
    POLL(Kind.TIME),
    /** Time passes to the session's end. */
    SESSION_ENDS(Kind.TIME),
    /** Time passes to the Payment Request's expiry, and Klarna tells of it. */
    EXPIRES(Kind.TIME),
    /** The next webhook is lost. */
    DEAF(Kind.ARMING),
    /** The next write is executed, and its answer is lost. */
    EXECUTED(Kind.ARMING),
    /** The next write is lost on its way. */
    UNEXECUTED(Kind.ARMING),
    /** Klarna refuses the next write. */
    REFUSED(Kind.ARMING),
    /** Klarna answers 429 to the next call, reads included. */
    LIMITED(Kind.ARMING),
    /** Klarna cannot be reached for longer than a token lives; what is armed for a write happens before. */
    AWAY(Kind.ARMING);

    /** Each of what can happen but the outage, in which a run makes a hundred calls. */
    static final Set<Step> USUAL = EnumSet.complementOf(EnumSet.of(AWAY));

    /** In which doubt lasts until the token is dead. */
    static final Set<Step> OUTAGE = EnumSet.of(
            COMPLETES, DECLINES, RETURN, CANCEL, POLL, SESSION_ENDS, DEAF, EXECUTED, UNEXECUTED, REFUSED, AWAY);

    /** What a step does to time. */
    enum Kind {
        ACT,
        TIME,
        /** Shows only with a later step. */
        ARMING
    }

    final Kind kind;

    Step(Kind kind) {
        this.kind = kind;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a step as it is printed.
     *
     * @throws IllegalArgumentException if there is no such step
     */
    static Step of(String word) {
        return Arrays.stream(values())
                .filter(step -> step.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no step '" + word + "'; there are "
                        + Arrays.stream(values()).map(Step::word).toList()));
    }
}
