package dev.kassa.sandbox;

import org.jspecify.annotations.Nullable;

/** What came of a call: the answer, what it changed, and what it was about. */
record Outcome(
        Answer answer,
        Effect effect,
        @Nullable PaymentRequest request,
        @Nullable Transaction transaction,
        @Nullable String errorCode) {

    static Outcome of(Answer answer, Effect effect, PaymentRequest request) {
        return new Outcome(answer, effect, request, null, null);
    }

    static Outcome refused(Refused refusal, Effect effect, Switches switches) {
        return new Outcome(refusal.answer(switches), effect, null, null, refusal.code);
    }

    /** Nothing happened, and nobody is told. */
    static Outcome none() {
        return new Outcome(Answer.noContent(), Effect.NONE, null, null, null);
    }

    Outcome replayed() {
        return new Outcome(answer, Effect.REPLAYED, request, transaction, errorCode);
    }
}
