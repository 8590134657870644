package dev.kassa.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a caller hears of his call, or does not. */
sealed interface Manner {

    /** No fault holds a caller longer than this, in real time. */
    Duration LONGEST_WAIT = Duration.ofSeconds(70);

    /** Klarna gives a call up after 59 s (klarna.md, section 8). */
    Duration GIVEN_UP = Duration.ofSeconds(59);

    /** The answer that the call earned. */
    record AsUsual() implements Manner {}

    /** One of Klarna's errors, with more headers than usual. */
    record Refusing(Refused refusal, Map<String, String> headers) implements Manner {}

    /** An answer of somebody on the way, without Klarna's headers. */
    record Foreign(Answer answer) implements Manner {}

    /** The answer that the call earned, spoilt. */
    record Altered(UnaryOperator<Answer> change) implements Manner {}

    /** What another manner says, after a while of real time. */
    record Late(Manner then, Duration by) implements Manner {}

    /** The answer that the call earned, in small pieces. */
    record Trickled() implements Manner {}

    /** Half of the answer that the call earned. */
    record CutOff() implements Manner {}

    /** Nothing for a while of real time, then the end of the connection. */
    record Silent(Duration bound) implements Manner {}

    /** The end of the connection. */
    record Reset() implements Manner {}

    static Manner of(Refused refusal) {
        return new Refusing(refusal, Map.of());
    }

    static Manner hung() {
        return new Late(of(Refused.internalError()), GIVEN_UP);
    }

    static Manner page(int status) {
        return new Foreign(Answer.html(status, "<html><body><h1>" + status + "</h1></body></html>"));
    }

    static Manner bare(int status) {
        return new Foreign(new Answer(status, Map.of(), new byte[0]));
    }

    static Manner redirect() {
        return new Foreign(new Answer(307, Map.of("Location", "/v2/moved"), new byte[0]));
    }
}
