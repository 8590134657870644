package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Klarna's own endpoints: lets a call be executed, writes it into the ledger, and lets its fault happen. */
final class PartnerApi {

    /** No fault holds a caller longer than this, in real time. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(70);

    private final Klarna klarna;
    private final Execution execution;
    private final Consumer<Duration> pause;

    /** {@code pause} waits in real time, but not beyond the sandbox's own end. */
    PartnerApi(Klarna klarna, Execution execution, Consumer<Duration> pause) {
        this.klarna = klarna;
        this.execution = execution;
        this.pause = pause;
    }

    Reply reply(Call call) {
        Begun begun = klarna.locked(() -> begin(Attempt.of(call, klarna)));
        if (begun.attempt().fault() instanceof Fault.SlowExecution(Duration by)) {
            pause.accept(bounded(by));
        }
        return klarna.locked(() -> {
            end(begun);
            return decided(begun.attempt());
        });
    }

    /** A call, and what it holds while it is under way: nothing, unless it is executed slowly. */
    private record Begun(
            Attempt attempt,
            IdempotencyKeys.@Nullable Key key,
            @Nullable PaymentRequest spending) {}

    // A twin that was first keeps its key and token: then this one holds nothing.
    private Begun begin(Attempt attempt) {
        if (!(attempt.fault() instanceof Fault.SlowExecution)) {
            return new Begun(attempt, null, null);
        }
        IdempotencyKeys.@Nullable Key key =
                attempt.key().filter(klarna.keys::begin).orElse(null);
        @Nullable PaymentRequest spending = attempt.token() == null ? null : attempt.request();
        boolean first = spending != null && klarna.tokens.begin(spending);
        return new Begun(attempt, key, first ? spending : null);
    }

    private void end(Begun begun) {
        if (begun.key() != null) {
            klarna.keys.end(begun.key());
        }
        if (begun.spending() != null) {
            klarna.tokens.end(begun.spending());
        }
    }

    private Reply decided(Attempt attempt) {
        return switch (attempt.fault()) {
            case null -> answered(attempt);
            case Fault.DelayedAnswer(Duration by) ->
                answered(attempt) instanceof Reply.Send(Answer answer)
                        ? new Reply.SendLater(answer, bounded(by))
                        : new Reply.Reset();
            case Fault.SlowExecution _ -> answered(attempt);
            case Fault.Plain plain -> decided(attempt, plain);
        };
    }

    private Reply decided(Attempt attempt, Fault.Plain fault) {
        return switch (fault) {
            case EXECUTED_BUT_TIMED_OUT -> {
                note(attempt, executed(attempt), 0);
                yield new Reply.Silence(LONGEST_WAIT);
            }
            case RESET_AFTER -> {
                note(attempt, executed(attempt), 0);
                yield new Reply.Reset();
            }
            case RESET_BEFORE -> {
                note(attempt, Outcome.none(), 0);
                yield new Reply.Reset();
            }
            case INTERNAL_ERROR_500 -> {
                note(attempt, executed(attempt), 500);
                yield send(attempt, Refused.internalError());
            }
            case UNAVAILABLE_503 -> notExecuted(attempt, Refused.unavailable());
            case RATE_LIMITED_429 -> notExecuted(attempt, Refused.rateLimited());
            case REFUSED_400 ->
                notExecuted(attempt, Refused.invalid("currency", "is refused by a fault of the sandbox"));
        };
    }

    private Reply answered(Attempt attempt) {
        Outcome outcome = executed(attempt);
        note(attempt, outcome, outcome.answer().status());
        return new Reply.Send(dressed(attempt, outcome.answer()));
    }

    private Reply notExecuted(Attempt attempt, Refused refusal) {
        note(attempt, refused(refusal, Effect.NONE), refusal.status);
        return send(attempt, refusal);
    }

    private Reply send(Attempt attempt, Refused refusal) {
        return new Reply.Send(dressed(attempt, refusal.answer(klarna.settings.switches())));
    }

    private Outcome executed(Attempt attempt) {
        try {
            return execution.of(attempt);
        } catch (Refused refusal) {
            return refused(refusal, Effect.REFUSED);
        }
    }

    private Outcome refused(Refused refusal, Effect effect) {
        return Outcome.refused(refusal, effect, klarna.settings.switches());
    }

    private void note(Attempt attempt, Outcome outcome, int status) {
        Instant now = klarna.now();
        boolean late = attempt.token() != null && klarna.tokens.isLate(attempt.token(), now);
        klarna.ledger.note(attempt, outcome, status, late, now);
    }

    private static Answer dressed(Attempt attempt, Answer answer) {
        Answer dressed = answer.with("Klarna-Correlation-Id", UUID.randomUUID().toString())
                .with("Klarna-Mtls-Verification-Status", "NOT_PRESENT");
        return attempt.call()
                .header("Partner-Correlation-Id")
                .filter(id -> id.chars().allMatch(Character::isLetterOrDigit))
                .map(id -> dressed.with("Partner-Correlation-Id", id))
                .orElse(dressed);
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
