package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Klarna's own endpoints: lets a call be executed, writes it into the ledger, and lets its fault happen. */
final class PartnerApi {

    private final Klarna klarna;
    private final Execution execution;
    private final Consumer<Duration> pause;
    private final Runnable deliver;

    /**
     * @param pause waits in real time, but not beyond the sandbox's own end
     * @param deliver sends the events that are due
     */
    PartnerApi(Klarna klarna, Execution execution, Consumer<Duration> pause, Runnable deliver) {
        this.klarna = klarna;
        this.execution = execution;
        this.pause = pause;
        this.deliver = deliver;
    }

    Reply reply(Call call) {
        Begun begun = klarna.locked(() -> begin(Attempt.of(call, klarna)));
        Fault fault = begun.attempt().faultOrNone();
        if (fault.pause().isPositive()) {
            pause.accept(bounded(fault.pause()));
        }
        Attempt attempt =
                raced(begun.attempt(), Race.Moment.DURING, begun.attempt().request());
        if (fault.holdsUp() && fault.race() != null) {
            deliver.run();
        }
        return klarna.locked(() -> {
            end(begun);
            return decided(attempt);
        });
    }

    /** A call, and what it holds while it is under way: nothing, unless it is held up. */
    private record Begun(
            Attempt attempt,
            IdempotencyKeys.@Nullable Key key,
            @Nullable PaymentRequest spending) {}

    // A twin that was first keeps its key and token: then this one holds nothing.
    private Begun begin(Attempt attempt) {
        if (!attempt.faultOrNone().holdsUp()) {
            return new Begun(attempt, null, null);
        }
        IdempotencyKeys.@Nullable Key key =
                attempt.key(klarna.switches()).filter(klarna.keys::begin).orElse(null);
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

    private Reply decided(Attempt begun) {
        Attempt attempt = raced(begun, Race.Moment.JUST_BEFORE, begun.request());
        Manner manner = attempt.faultOrNone().manner();
        Outcome outcome = attempt.faultOrNone().isExecuted() ? executed(attempt) : untouched(manner);
        @Nullable PaymentRequest touched = outcome.request() == null ? attempt.request() : outcome.request();
        Instant executedAt = klarna.now();
        Attempt ended = raced(attempt, Race.Moment.JUST_AFTER, touched);
        Reply reply = told(ended, outcome.answer(), manner);
        note(ended, outcome, reply.status(), executedAt);
        return reply;
    }

    // What could not happen is not in the ledger, where a test looks whether it happened.
    private Attempt raced(Attempt attempt, Race.Moment moment, @Nullable PaymentRequest request) {
        Race race = attempt.faultOrNone().race();
        if (race == null || race.moment() != moment) {
            return attempt;
        }
        try {
            return klarna.locked(() -> {
                race.deed().to(Optional.ofNullable(request), klarna);
                return attempt;
            });
        } catch (IllegalStateException _) {
            return attempt.meeting(attempt.faultOrNone().withoutRace());
        }
    }

    private Outcome executed(Attempt attempt) {
        try {
            return execution.of(attempt);
        } catch (Refused refusal) {
            return Outcome.refused(refusal, Effect.REFUSED, klarna.switches());
        }
    }

    private Outcome untouched(Manner manner) {
        return manner instanceof Manner.Refusing(Refused refusal, Map<String, String> headers)
                ? Outcome.refused(refusal, Effect.NONE, klarna.switches())
                : Outcome.none();
    }

    private Reply told(Attempt attempt, Answer earned, Manner manner) {
        return switch (manner) {
            case Manner.AsUsual _ -> new Reply.Send(dressed(attempt, earned));
            case Manner.Refusing(Refused refusal, Map<String, String> headers) -> {
                Answer answer = refusal.answer(klarna.switches());
                for (Map.Entry<String, String> header : headers.entrySet()) {
                    answer = answer.with(header.getKey(), header.getValue());
                }
                yield new Reply.Send(dressed(attempt, answer));
            }
            case Manner.Foreign(Answer answer) -> new Reply.Send(answer);
            case Manner.Altered(var change) -> new Reply.Send(change.apply(dressed(attempt, earned)));
            case Manner.Trickled _ -> new Reply.Trickle(dressed(attempt, earned));
            case Manner.CutOff _ -> new Reply.Cut(dressed(attempt, earned));
            case Manner.Late(Manner then, Duration by) ->
                told(attempt, earned, then) instanceof Reply.Send(Answer answer)
                        ? new Reply.SendLater(answer, bounded(by))
                        : new Reply.Reset();
            case Manner.Silent(Duration bound) -> new Reply.Silence(bound);
            case Manner.Reset _ -> new Reply.Reset();
        };
    }

    private void note(Attempt attempt, Outcome outcome, int status, Instant at) {
        boolean late = attempt.token() != null && klarna.tokens.isLate(attempt.token(), at);
        klarna.ledger.note(attempt, outcome, status, late, at);
    }

    private Answer dressed(Attempt attempt, Answer earned) {
        Answer answer = klarna.switches().has(Unknown.ExtraFields.PRESENT) ? Alterations.withExtras(earned) : earned;
        Answer own = answer.with("Klarna-Correlation-Id", UUID.randomUUID().toString())
                .with("Klarna-Mtls-Verification-Status", "NOT_PRESENT");
        Operation operation = attempt.operation();
        Answer dressed = answer.status() == 429 && operation != null
                ? RateCategory.of(operation).spent(own)
                : own;
        return attempt.call()
                .header("Partner-Correlation-Id")
                .filter(id -> HeaderRules.isCorrelationId(id, klarna.switches()))
                .map(id -> dressed.with("Partner-Correlation-Id", id))
                .orElse(dressed);
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(Manner.LONGEST_WAIT) > 0 ? Manner.LONGEST_WAIT : wait;
    }
}
