package dev.kassa.sandbox;

import java.time.Duration;

/** What the listener does with a call once it is decided. */
sealed interface Reply {

    /** Sends the answer. */
    record Send(Answer answer) implements Reply {}

    /** Sends the answer after a while of real time. */
    record SendLater(Answer answer, Duration after) implements Reply {}

    /** Sends the answer, and does something once it is on its way. */
    record SendThen(Answer answer, Runnable then) implements Reply {}

    /** Sends the answer in pieces, one a second of real time, for 70 s at most. */
    record Trickle(Answer answer) implements Reply {}

    /** Sends half of the answer's body, then closes the connection. */
    record Cut(Answer answer) implements Reply {}

    /** Says nothing for a while of real time, then closes the connection. */
    record Silence(Duration bound) implements Reply {}

    /** Closes the connection without a word. */
    record Reset() implements Reply {}

    /** The status that its caller hears of; 0 for none. */
    default int status() {
        return switch (this) {
            case Send(Answer answer) -> answer.status();
            case SendLater(Answer answer, Duration after) -> answer.status();
            case SendThen(Answer answer, Runnable then) -> answer.status();
            case Trickle(Answer answer) -> answer.status();
            case Cut(Answer answer) -> answer.status();
            case Silence _, Reset _ -> 0;
        };
    }
}
