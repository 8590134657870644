package dev.kassa.sandbox;

import java.time.Duration;
import java.util.Optional;

/** Something that happens around a call, and when: what makes a fault a race. */
record Race(String what, Moment moment, Deed deed) {

    /** When, measured by the call that is raced with. */
    enum Moment {
        /** The call is executed on what it changed. */
        JUST_BEFORE,
        /** The call holds its key and token, and the events reach the receiver before the answer its caller. */
        DURING,
        /** After the execution, before the answer. */
        JUST_AFTER
    }

    /** What is done; throws {@link IllegalStateException} where it cannot be. */
    @FunctionalInterface
    interface Deed {
        void to(Optional<PaymentRequest> request, Klarna klarna);
    }

    /** Klarna's clock jumps: the one deed that takes more than its name. */
    record ClockJump(Duration by) implements Deed {
        @Override
        public void to(Optional<PaymentRequest> request, Klarna klarna) {
            klarna.advance(by);
        }
    }

    static Race of(Happening happening, Moment moment) {
        return new Race(
                happening.name(),
                moment,
                (request, klarna) -> happening.to(
                        request.orElseThrow(() -> new IllegalStateException("The call names no Payment Request")),
                        klarna));
    }

    static Race clock(Duration by, Moment moment) {
        return new Race("CLOCK_ADVANCES", moment, new ClockJump(by));
    }

    String name() {
        return what + "_" + moment;
    }
}
