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

    /** Says nothing for a while of real time, then closes the connection. */
    record Silence(Duration bound) implements Reply {}

    /** Closes the connection without a word. */
    record Reset() implements Reply {}
}
