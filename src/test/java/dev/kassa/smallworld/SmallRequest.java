package dev.kassa.smallworld;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One checkout's purchase at the small Klarna: its Payment Request, its transaction, its keys, what goes wrong next,
 * and all that was asked. Strict as klarna.md says, sections 1, 4, 5 and 9. All methods hold its lock.
 */
final class SmallRequest {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(60);
    private static final Duration AWAY_FOR = Duration.ofMinutes(70);
    private static final Duration DELETED_AFTER = Duration.ofSeconds(30);

    /** Whose is it, and when does its Payment Request expire, from its creation at Klarna on. */
    private final PartnerAccountId account;

    private final Duration expiry;
    private final PaymentRequestId id;
    private final PaymentToken token;

    private final Deque<Step> armed = new ArrayDeque<>();
    private final Map<IdempotencyKey, Executed> executed = new HashMap<>();
    private final List<Asked> ledger = new ArrayList<>();
    private final List<KlarnaEvent> untold = new ArrayList<>();
    private boolean deaf;
    private Instant awayUntil = Instant.MIN;

    private @Nullable AuthorizePayment purchase;
    private @Nullable PaymentRequestState state;
    private @Nullable String stateReason;
    private Instant expiresAt = Instant.MAX;
    private Instant updatedAt = Instant.MIN;
    private @Nullable PaymentTransaction transaction;

    SmallRequest(PartnerAccountId account, String name, Duration expiry) {
        this.account = account;
        this.expiry = expiry;
        this.id = new PaymentRequestId("krn:payment:small:request:" + name);
        this.token = new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, SmallKlarna.SECRET + name);
    }

    /** One call, as it came and what it did. */
    record Asked(Call call, Instant at, @Nullable IdempotencyKey key, String body, Effect effect) {}

    enum Call {
        AUTHORIZE,
        READ,
        CANCEL,
        FINALIZE
    }

    /** What a call did, as Klarna knows it; only the last two were answered so that Kassa knows it too. */
    enum Effect {
        EXECUTED_UNANSWERED,
        LOST,
        /** Klarna's words for a call in a wrong state or with a wrong token. */
        AGAINST_THE_RULES,
        TOO_LATE,
        NOT_EXECUTED,
        ANSWERED
    }

    private record Executed(String body, Authorization answer) {}

    PaymentRequestId id() {
        return id;
    }

    // ---- What a sequence does.

    synchronized void arm(Step step, Instant now) {
        switch (step) {
            case DEAF -> deaf = true;
            case AWAY -> awayUntil = now.plus(AWAY_FOR);
            default -> armed.add(step);
        }
    }

    /** What goes wrong with this call; absent where nothing does. */
    private @Nullable Step fault(Call call, Instant now) {
        boolean concerned = call != Call.READ || armed.peek() == Step.LIMITED;
        if (concerned && !armed.isEmpty()) {
            return armed.remove();
        }
        return now.isBefore(awayUntil) ? Step.AWAY : null;
    }

    /** The customer or Klarna acts; answers whether that was possible. */
    synchronized boolean act(Step step, Instant now) {
        expireIfDue(now);
        if (!isOpen()) {
            return false;
        }
        switch (step) {
            case COMPLETES -> becomes(PaymentRequestState.COMPLETED, null, now);
            case DECLINES -> becomes(PaymentRequestState.DECLINED, null, now);
            case KLARNA_CANCELS -> becomes(PaymentRequestState.CANCELED, "TECHNICAL_ERROR", now);
            case ABORTS -> updatedAt = now;
            case RETURN,
                    CANCEL,
                    UI_CANCEL,
                    POLL,
                    SESSION_ENDS,
                    EXPIRES,
                    DEAF,
                    EXECUTED,
                    UNEXECUTED,
                    REFUSED,
                    LIMITED,
                    AWAY -> throw new IllegalArgumentException(step + " is not Klarna's");
        }
        return true;
    }

    /** What Klarna has to tell and has not told; a lost event is not among it. */
    synchronized List<KlarnaEvent> tell(Instant now) {
        expireIfDue(now);
        var told = List.copyOf(untold);
        untold.clear();
        return told;
    }

    // ---- What Kassa asks.

    synchronized Authorization authorize(AuthorizePayment call, Instant now) {
        var body = call.payment() + "|" + call.stepUp() + "|" + call.paymentTransactionReference() + "|"
                + call.payment().supplementaryPurchaseData();
        return write(Call.AUTHORIZE, call.account(), call.key(), body, now, () -> {
            if (purchase != null) {
                throw conflict();
            }
            purchase = call;
            expiresAt = now.plus(expiry);
            state = PaymentRequestState.SUBMITTED;
            updatedAt = now;
            return new Authorization.StepUpRequired(view());
        });
    }

    synchronized Authorization finalizeWith(FinalizeAuthorization call, PaymentToken with, Instant now) {
        var body = call.payment() + "|" + call.paymentTransactionReference() + "|"
                + call.payment().supplementaryPurchaseData();
        return write(Call.FINALIZE, call.account(), call.key(), body, now, () -> {
            if (transaction != null) {
                throw conflict();
            }
            if (state != PaymentRequestState.COMPLETED || !with.equals(token)) {
                throw refusal(400, "VALIDATION_ERROR");
            }
            if (now.isAfter(updatedAt.plus(TOKEN_LIFE))) {
                throw refusal(400, "TOKEN_EXPIRED");
            }
            transaction = new PaymentTransaction(
                    new PaymentTransactionId(id.value().replace("request", "transaction")),
                    call.paymentTransactionReference(),
                    call.payment().amount(),
                    call.payment().currency(),
                    null);
            event(KlarnaEvent.Kind.TRANSACTION_AUTHORIZED, now);
            return new Authorization.Approved(transaction, null);
        });
    }

    synchronized Reading read(PartnerAccountId by, Instant now) {
        checkAccount(by);
        var fault = fault(Call.READ, now);
        if (fault != null) {
            throw asked(Call.READ, now, null, "", Effect.NOT_EXECUTED, notExecuted(fault));
        }
        ledger.add(new Asked(Call.READ, now, null, "", Effect.ANSWERED));
        return reading(now);
    }

    synchronized Standing cancel(PartnerAccountId by, Instant now) {
        checkAccount(by);
        var fault = fault(Call.CANCEL, now);
        expireIfDue(now);
        if (isOpen() && (fault == null || fault == Step.EXECUTED)) {
            becomes(PaymentRequestState.CANCELED, "PARTNER_CANCELED", now);
        }
        if (fault == Step.EXECUTED || fault == Step.UNEXECUTED) {
            var effect = fault == Step.EXECUTED ? Effect.EXECUTED_UNANSWERED : Effect.LOST;
            throw asked(Call.CANCEL, now, null, "", effect, unanswered());
        }
        if (fault == Step.AWAY) {
            throw asked(Call.CANCEL, now, null, "", Effect.NOT_EXECUTED, notExecuted(fault));
        }
        ledger.add(new Asked(Call.CANCEL, now, null, "", fault == null ? Effect.ANSWERED : Effect.NOT_EXECUTED));
        return reading(now).standing();
    }

    private Authorization write(
            Call what,
            PartnerAccountId by,
            IdempotencyKey key,
            String body,
            Instant now,
            Supplier<Authorization> does) {
        checkAccount(by);
        expireIfDue(now);
        var fault = fault(what, now);
        if (fault == Step.LIMITED || fault == Step.REFUSED || fault == Step.AWAY) {
            throw asked(what, now, key, body, Effect.NOT_EXECUTED, notExecuted(fault));
        }
        if (fault == Step.UNEXECUTED) {
            throw asked(what, now, key, body, Effect.LOST, unanswered());
        }
        var answer = initial(what, key, body, now, does);
        if (fault == Step.EXECUTED) {
            throw asked(what, now, key, body, Effect.EXECUTED_UNANSWERED, unanswered());
        }
        ledger.add(new Asked(what, now, key, body, Effect.ANSWERED));
        return answer;
    }

    /** A key that is known gets its first answer again, and with another body a conflict. */
    private Authorization initial(
            Call what, IdempotencyKey key, String body, Instant now, Supplier<Authorization> does) {
        var before = executed.get(key);
        if (before != null) {
            if (!before.body.equals(body)) {
                throw asked(what, now, key, body, Effect.AGAINST_THE_RULES, conflict());
            }
            return before.answer;
        }
        try {
            var answer = does.get();
            executed.put(key, new Executed(body, answer));
            return answer;
        } catch (KlarnaException refused) {
            boolean late = "TOKEN_EXPIRED".equals(refused.details().errorCode());
            throw asked(what, now, key, body, late ? Effect.TOO_LATE : Effect.AGAINST_THE_RULES, refused);
        }
    }

    private KlarnaException asked(
            Call what, Instant now, @Nullable IdempotencyKey key, String body, Effect effect, KlarnaException failure) {
        ledger.add(new Asked(what, now, key, body, effect));
        return failure;
    }

    // ---- What it is.

    private void checkAccount(PartnerAccountId by) {
        if (!account.equals(by)) {
            throw new AssertionError("asked by " + by + " of a Payment Request of " + account);
        }
    }

    private boolean isOpen() {
        return state == PaymentRequestState.SUBMITTED || state == PaymentRequestState.IN_PROGRESS;
    }

    private void expireIfDue(Instant now) {
        if (isOpen() && !now.isBefore(expiresAt)) {
            becomes(PaymentRequestState.EXPIRED, null, expiresAt);
        }
    }

    private void becomes(PaymentRequestState next, @Nullable String why, Instant at) {
        state = next;
        stateReason = why;
        updatedAt = at;
        switch (next) {
            case COMPLETED -> event(KlarnaEvent.Kind.REQUEST_COMPLETED, at);
            case DECLINED -> event(KlarnaEvent.Kind.REQUEST_DECLINED, at);
            case EXPIRED -> event(KlarnaEvent.Kind.REQUEST_EXPIRED, at);
            case CANCELED -> event(KlarnaEvent.Kind.REQUEST_CANCELED, at);
            case SUBMITTED, IN_PROGRESS, UNKNOWN -> throw new IllegalArgumentException("no event of " + next);
        }
    }

    private void event(KlarnaEvent.Kind kind, Instant at) {
        if (deaf) {
            deaf = false;
            return;
        }
        boolean completed = kind == KlarnaEvent.Kind.REQUEST_COMPLETED;
        untold.add(new KlarnaEvent(
                kind,
                id,
                requireNonNull(purchase).stepUp().paymentRequestReference(),
                at,
                completed ? SmallKlarna.SEAL.seal(token.revealWithKind(), id.value()) : null,
                transaction == null ? null : transaction.paymentTransactionId(),
                stateReason));
    }

    private Reading reading(Instant now) {
        expireIfDue(now);
        boolean deleted = state == PaymentRequestState.EXPIRED && !now.isBefore(expiresAt.plus(DELETED_AFTER));
        if (state == null || deleted) {
            return new Reading(new Standing.NotFound(), null);
        }
        boolean showsToken = state == PaymentRequestState.COMPLETED && transaction == null;
        return new Reading(new Standing.Stands(view()), showsToken ? token : null);
    }

    private PaymentRequest view() {
        var bought = requireNonNull(purchase);
        return new PaymentRequest(
                id,
                bought.stepUp().paymentRequestReference(),
                requireNonNull(state),
                stateReason,
                bought.payment().amount(),
                bought.payment().currency(),
                "https://pay.example/" + id,
                null,
                expiresAt,
                updatedAt);
    }

    private static KlarnaException unanswered() {
        return new KlarnaException.OutcomeUnknown(details(null, null, "no answer"), null);
    }

    private static KlarnaException notExecuted(Step fault) {
        return switch (fault) {
            case LIMITED -> new KlarnaException.Transient(details(429, "RATE_LIMITED", "too many requests"), null);
            case AWAY -> new KlarnaException.Transient(details(null, null, "no connection"), null);
            case REFUSED -> refusal(400, "VALIDATION_ERROR");
            default -> throw new IllegalArgumentException(fault + " may be executed");
        };
    }

    private static KlarnaException conflict() {
        return new KlarnaException.OutcomeUnknown(details(409, "RESOURCE_CONFLICT", "conflict"), null);
    }

    private static KlarnaException refusal(int status, String code) {
        return new KlarnaException.Refused(details(status, code, "refused"));
    }

    private static KlarnaException.Details details(@Nullable Integer status, @Nullable String code, String what) {
        return new KlarnaException.Details("small", status, code, null, what, null, List.of());
    }

    // ---- For the judge.

    synchronized List<Asked> ledger() {
        return List.copyOf(ledger);
    }

    /** How the purchase stands, in a word. */
    synchronized String standing() {
        if (transaction != null) {
            return "PAID";
        }
        return state == null ? "NONE" : state.name();
    }

    synchronized boolean isPaid() {
        return transaction != null;
    }

    synchronized boolean wasAway() {
        return awayUntil.isAfter(Instant.MIN);
    }
}
