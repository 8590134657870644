package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a call as strictly as Klarna and executes it (klarna.md, sections 2 to 5 and 9). */
final class Execution {

    private final Klarna klarna;
    private final Authorizations authorizations;
    private final NotificationApi notifications;

    Execution(Klarna klarna, Authorizations authorizations) {
        this.klarna = klarna;
        this.authorizations = authorizations;
        this.notifications = new NotificationApi(klarna);
    }

    /**
     * Executes a call.
     *
     * @throws Refused with the error that Klarna would answer
     */
    Outcome of(Attempt attempt) {
        Call call = attempt.call();
        Operation operation = attempt.operation();
        String account = attempt.account();
        if (operation == Operation.NOTIFICATION) {
            authenticate(call);
            return notifications.of(attempt);
        }
        if (operation == null || account == null) {
            throw Refused.noSuchRoute();
        }
        authenticate(call);
        if (!klarna.settings.accounts().contains(account)) {
            throw Refused.forbidden("The account is not one of this API key's");
        }
        Violations faults = new Violations();
        HeaderRules.check(call, klarna.switches(), faults);
        return switch (operation) {
            case READ -> read(attempt, account, faults);
            case CANCEL -> cancel(attempt, account, faults);
            case AUTHORIZE, FINAL_AUTHORIZE, UPDATE -> write(attempt, operation, account, faults);
            case NOTIFICATION -> throw new IllegalStateException("Executed above");
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
        try {
            klarna.requests.cancel(request, klarna.now());
        } catch (Refused refusal) {
            return refusedCancel(request, refusal);
        }
        Outcome shown = shown(request, was ? Effect.NONE : Effect.CANCELED);
        return switch (klarna.switches().of(Unknown.CancelAnswer.class)) {
            case REQUEST_200 -> shown;
            case EMPTY_200 -> Outcome.of(shown.answer().with(new byte[0]), shown.effect(), request);
            case NO_CONTENT_204 -> Outcome.of(Answer.noContent(), shown.effect(), request);
        };
    }

    private Outcome refusedCancel(PaymentRequest request, Refused refusal) {
        Unknown.RefusedCancel reading = klarna.switches().of(Unknown.RefusedCancel.class);
        return switch (reading) {
            case CONFLICT_409, BAD_REQUEST_400, FORBIDDEN_403, NOT_FOUND_404 ->
                throw Refused.as(reading, "payment_request_id", String.valueOf(refusal.getMessage()));
            case CONFLICT_409_WITHOUT_BODY ->
                Outcome.of(new Answer(409, Map.of(), new byte[0]), Effect.REFUSED, request);
            case ANSWERED_200 -> shown(request, Effect.REFUSED);
        };
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
        IdempotencyKeys.@Nullable Key key = attempt.key(klarna.switches()).orElse(null);
        if (key != null && !authorizations.refusesReplay(attempt.token(), now)) {
            Outcome earlier =
                    klarna.keys.replay(key, attempt.fingerprint(), now).orElse(null);
            if (earlier != null) {
                return earlier;
            }
        }
        Outcome outcome = kept(key, attempt, now, () -> switch (operation) {
            case AUTHORIZE -> first(attempt, account, body, faults, now);
            case FINAL_AUTHORIZE -> last(attempt, account, body, faults, now);
            case UPDATE -> update(attempt, account, body, faults, now);
            case READ, CANCEL, NOTIFICATION -> throw new IllegalStateException(operation + " has no key");
        });
        if (key != null) {
            klarna.keys.remember(key, attempt.fingerprint(), outcome, now);
        }
        return outcome;
    }

    private Outcome kept(IdempotencyKeys.@Nullable Key key, Attempt attempt, Instant now, Supplier<Outcome> execution) {
        try {
            return execution.get();
        } catch (Refused refusal) {
            if (key != null && klarna.switches().has(Unknown.StoredErrors.STORED)) {
                Outcome refused = Outcome.refused(refusal, Effect.REFUSED, klarna.switches());
                klarna.keys.remember(key, attempt.fingerprint(), refused, now);
            }
            throw refusal;
        }
    }

    private Outcome first(Attempt attempt, String account, ObjectNode json, Violations faults, Instant now) {
        AuthorizeBody body = AuthorizeBody.first(json, now, klarna.switches(), faults);
        faults.throwIfAny();
        Optional<String> customerToken = attempt.call().header("Klarna-Customer-Token");
        customerToken.ifPresent(token -> authorizations.checkStored(token, account));
        return authorizations.first(account, body, attempt.references(), customerToken, now);
    }

    private Outcome last(Attempt attempt, String account, ObjectNode json, Violations faults, Instant now) {
        AuthorizeBody body = AuthorizeBody.last(json, klarna.switches(), faults);
        faults.throwIfAny();
        String key = attempt.call().header("Klarna-Idempotency-Key").orElse("");
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
        klarna.requests.changed();
        return shown(request, Effect.UPDATED);
    }

    private Outcome shown(PaymentRequest request, Effect effect) {
        Answer answer = Answer.json(200, PaymentRequestJson.of(request, klarna.switches()));
        return Outcome.of(answer, effect, request);
    }

    private static String idOf(Attempt attempt) {
        return Objects.requireNonNull(attempt.requestId(), "The path names a Payment Request");
    }
}
