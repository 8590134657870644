package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Klarna's own endpoints: checks a call, executes it, writes it into the ledger, and lets its fault happen. */
final class PartnerApi {

    /** No fault holds a caller longer than this, in real time. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(70);

    private final Klarna klarna;
    private final Authorizations authorizations;
    private final Consumer<Duration> pause;

    /** {@code pause} waits in real time, but not beyond the sandbox's own end. */
    PartnerApi(Klarna klarna, Authorizations authorizations, Consumer<Duration> pause) {
        this.klarna = klarna;
        this.authorizations = authorizations;
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
            case Fault.Plain plain ->
                switch (plain) {
                    case EXECUTED_BUT_TIMED_OUT -> {
                        note(attempt, executed(attempt), 0);
                        yield new Reply.Silence(LONGEST_WAIT);
                    }
                    case RESET_AFTER -> {
                        note(attempt, executed(attempt), 0);
                        yield new Reply.Reset();
                    }
                    case RESET_BEFORE -> {
                        note(attempt, refused(Refused.unavailable(), Effect.NONE), 0);
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
            return execute(attempt);
        } catch (Refused refusal) {
            return refused(refusal, Effect.REFUSED);
        }
    }

    private Outcome execute(Attempt attempt) {
        Call call = attempt.call();
        Operation operation = attempt.operation();
        String account = attempt.account();
        if (operation == null || account == null) {
            throw Refused.noSuchRoute();
        }
        authenticate(call);
        if (!klarna.settings.accounts().contains(account)) {
            throw Refused.forbidden("The account is not one of this API key's");
        }
        Violations faults = new Violations();
        HeaderRules.check(call, faults);
        return switch (operation) {
            case READ -> read(attempt, account, faults);
            case CANCEL -> cancel(attempt, account, faults);
            case AUTHORIZE, FINAL_AUTHORIZE, UPDATE -> write(attempt, operation, account, faults);
        };
    }

    private void authenticate(Call call) {
        byte[] expected = ("Basic " + klarna.settings.apiKey()).getBytes(StandardCharsets.UTF_8);
        byte[] sent = call.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, sent)) {
            throw Refused.unauthorized();
        }
    }

    private Outcome read(Attempt attempt, String account, Violations faults) {
        faults.throwIfAny();
        return shown(klarna.requests.get(account, idOf(attempt)), Effect.NONE);
    }

    private Outcome cancel(Attempt attempt, String account, Violations faults) {
        if (attempt.call().body().length > 0) {
            faults.add("body", "must be absent");
        }
        faults.throwIfAny();
        PaymentRequest request = klarna.requests.get(account, idOf(attempt));
        boolean was = request.state == RequestState.CANCELED;
        klarna.requests.cancel(request, klarna.now());
        return shown(request, was ? Effect.NONE : Effect.CANCELED);
    }

    private Outcome write(Attempt attempt, Operation operation, String account, Violations faults) {
        if (attempt.call().tooLong()) {
            throw Refused.tooLarge();
        }
        if (!HeaderRules.isJson(attempt.call())) {
            throw Refused.contentType();
        }
        ObjectNode body = attempt.body();
        if (body == null) {
            faults.add("body", "must be a JSON object");
            faults.throwIfAny();
            throw new IllegalStateException("A fault was found and not thrown");
        }
        Instant now = klarna.now();
        // A duplicate gets the initial result before its body is judged: a timestamp that was good then may be too near
        // now.
        IdempotencyKeys.@Nullable Key key = attempt.key().orElse(null);
        if (key != null) {
            Outcome earlier =
                    klarna.keys.replay(key, attempt.fingerprint(), now).orElse(null);
            if (earlier != null) {
                return earlier;
            }
        }
        Outcome outcome = switch (operation) {
            case AUTHORIZE -> first(attempt, account, body, faults, now);
            case FINAL_AUTHORIZE -> last(attempt, account, body, faults, now);
            case UPDATE -> update(attempt, account, body, faults, now);
            case READ, CANCEL -> throw new IllegalStateException(operation + " has no key");
        };
        if (key != null) {
            klarna.keys.remember(key, attempt.fingerprint(), outcome, now);
        }
        return outcome;
    }

    private Outcome first(Attempt attempt, String account, ObjectNode json, Violations faults, Instant now) {
        AuthorizeBody body = AuthorizeBody.first(json, now, klarna.settings.defaultLifetime(), faults);
        faults.throwIfAny();
        return authorizations.first(account, body, attempt.references(), now);
    }

    private Outcome last(Attempt attempt, String account, ObjectNode json, Violations faults, Instant now) {
        AuthorizeBody body = AuthorizeBody.last(json, faults);
        faults.throwIfAny();
        String key = attempt.call().header("Klarna-Idempotency-Key").orElseThrow();
        Tokens.Token token = Objects.requireNonNull(attempt.token(), "A final authorization has a token");
        String hash = Objects.requireNonNull(attempt.call().bodySha256(), "A final authorization has a body");
        return authorizations.last(account, body, token, key, hash, now);
    }

    private Outcome update(Attempt attempt, String account, ObjectNode json, Violations faults, Instant now) {
        faults.addUnknownFields("", json, "amount", "currency", "supplementary_purchase_data");
        @Nullable Long amount = json.has("amount") ? AuthorizeBody.amount("amount", json.path("amount"), faults) : null;
        @Nullable String currency = json.has("currency") ? AuthorizeBody.currency(json, faults) : null;
        @Nullable JsonNode purchaseData = AuthorizeBody.purchaseData(json, faults);
        if (json.isEmpty()) {
            faults.add("body", "must change something");
        }
        faults.throwIfAny();
        PaymentRequest request = klarna.requests.get(account, idOf(attempt));
        if (request.state != RequestState.SUBMITTED) {
            throw Refused.conflict("The Payment Request is " + request.state);
        }
        request.amount = amount == null ? request.amount : amount;
        request.currency = currency == null ? request.currency : currency;
        request.purchaseData = purchaseData == null ? request.purchaseData : purchaseData;
        request.updatedAt = now;
        return shown(request, Effect.UPDATED);
    }

    private Outcome shown(PaymentRequest request, Effect effect) {
        Answer answer = Answer.json(200, PaymentRequestJson.of(request, klarna.settings.switches()));
        return Outcome.of(answer, effect, request);
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

    private static String idOf(Attempt attempt) {
        return Objects.requireNonNull(attempt.requestId(), "The path names a Payment Request");
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
