package dev.kassa.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a checkout, as a line from one who took part to another.
 *
 * @param id the same whenever the same thing is told again
 * @param to the same as {@code from} where nobody else had to do with it
 * @param what in a few words
 * @param detail what came of it; no token, no key
 */
public record Step(
        String id,
        Instant at,
        Who from,
        Who to,
        String what,
        @Nullable String detail,
        Tone tone) {
    /** Who took part. */
    public enum Who {
        CUSTOMER,
        MERCHANT,
        KASSA,
        KLARNA,
        /** Whoever presses the buttons of the page, or works in Temporal's. */
        OPERATOR
    }

    /** How it went. */
    public enum Tone {
        PLAIN,
        GOOD,
        BAD,
        /** It never arrived. */
        LOST,
        /** Not a deed but a state that was reached. */
        STATE
    }
}
