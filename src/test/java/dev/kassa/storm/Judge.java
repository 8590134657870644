package dev.kassa.storm;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;

import dev.kassa.checkout.Reason;
import dev.kassa.sandbox.CustomerDecision;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.PaymentRequestView;
import dev.kassa.sandbox.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges a storm by Klarna's ledger: the seven that must never happen (docs/how-it-works.md), and some more. */
final class Judge {
    private static final Duration TOKEN_USABLE = Duration.ofMinutes(57);

    private final Aftermath aftermath;
    private final List<Purchase> purchases;
    private final Ledgers books;
    /** By how much Klarna's clock is ahead of ours. */
    private final Duration skew;

    private final Map<String, Purchase> byReference = new HashMap<>();
    final List<Violation> violations = new ArrayList<>();
    final Map<String, Integer> ends = new TreeMap<>();
    Duration sessions = Duration.ZERO;

    Judge(Aftermath of) {
        this.aftermath = of;
        this.purchases = of.purchases();
        this.books = of.books();
        this.skew = of.skew();
        purchases.forEach(purchase -> byReference.put(purchase.purchaseReference(), purchase));
    }

    Judge judge() {
        byKlarnasOwnJudgement();
        purchases.forEach(this::judge);
        webhooks();
        strangers();
        aftermath.leaks().forEach(leak -> found(6, null, leak));
        return this;
    }

    private void byKlarnasOwnJudgement() {
        var judgement = books.judgement;
        judgement.transactionsPerPurchase().forEach((purchase, count) -> {
            if (count > 1) {
                found(1, byReference.get(purchase), count + " transactions");
            }
        });
        judgement.lateTokenUses().forEach(call -> found(2, purchaseOf(call), "a late token: " + call));
        judgement.keysWithTwoBodies().forEach(key -> found(9, purchaseWith(key), "a key with two bodies: " + key));
        judgement.keysPast23Hours().forEach(key -> found(9, purchaseWith(key), "a key after 23 h: " + key));
    }

    private @Nullable Purchase purchaseWith(String key) {
        return books.calls.stream()
                .filter(call -> key.equals(call.idempotencyKey()))
                .map(this::purchaseOf)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Purchase purchaseOf(LedgerEntry call) {
        return call.purchaseReference() == null ? null : byReference.get(call.purchaseReference());
    }

    private void judge(Purchase purchase) {
        var own = aftermath.runs().getOrDefault(purchase.id().value(), List.of());
        var calls = books.callsOf(purchase);
        boolean isPaid = calls.stream().anyMatch(call -> call.effect() == Effect.CREATED_TRANSACTION);
        for (var run : own) {
            run.secrets().forEach(secret -> found(6, purchase, "in a history: " + secret));
            if (run.endedByItself()) {
                endedTooEarly(purchase, run, isPaid);
            }
            var session = new Session(run, books, calls, skew);
            sessions = sessions.plus(session.lasted());
            session.leftOut(aftermath.outages()).forEach(gap -> found(8, purchase, "no read " + gap));
        }
        lostTokens(purchase, calls, isPaid);
        answers(purchase, calls);
        lastWord(purchase, own, isPaid);
        for (var call : calls) {
            if (!purchase.shop().merchant().partnerAccountId().equals(call.account())) {
                found(7, purchase, "a call on another's account: " + call);
            }
            if (call.method().equals("POST") && call.idempotencyKey() == null) {
                found(9, purchase, "a payment without a key: " + call);
            }
        }
    }

    private void endedTooEarly(Purchase purchase, Run run, boolean isPaid) {
        var request = books.request(run.reference());
        var closed = run.closedAt();
        if (request == null || closed == null || isUnconfirmed(run)) {
            return;
        }
        var openUntil = openUntil(request);
        // An older attempt's payment leaves this one's approval to die: confirmed, it would be a second payment.
        boolean isLeftOnPurpose = isPaid && request.state() == RequestState.COMPLETED && !request.finalized();
        if (openUntil.minus(skew).isAfter(closed.plusMillis(50)) && !isLeftOnPurpose) {
            found(
                    3,
                    purchase,
                    "ended " + closed + " as " + run.status() + ", open until " + openUntil + ": " + request);
        }
    }

    /** Or was, until an operator said how it ended. */
    private static boolean isUnconfirmed(Run run) {
        var result = run.result();
        return run.status() == UNCONFIRMED || (result != null && result.reason() == Reason.RESOLVED_BY_OPERATOR);
    }

    /** Since when no money can come of it, by Klarna's clock. */
    private Instant openUntil(PaymentRequestView request) {
        return switch (request.state()) {
            case SUBMITTED, IN_PROGRESS -> Instant.MAX.minus(Duration.ofDays(365));
            case CANCELED, DECLINED, EXPIRED -> request.updatedAt();
            case COMPLETED -> {
                var spent = books.calls.stream()
                        .filter(call -> request.id().equals(call.paymentRequestId()) && isSpending(call))
                        .map(LedgerEntry::at)
                        .findFirst();
                yield spent.orElse(request.tokenExpiresAt() == null ? request.updatedAt() : request.tokenExpiresAt());
            }
        };
    }

    private static boolean isSpending(LedgerEntry call) {
        return call.operation() == Operation.FINAL_AUTHORIZE
                && (call.effect() == Effect.CREATED_TRANSACTION || call.effect() == Effect.DECLINED);
    }

    /** A token that died unspent, though Klarna could have been told in time. */
    private void lostTokens(Purchase purchase, List<LedgerEntry> calls, boolean isPaid) {
        if (isPaid) {
            return;
        }
        for (var request : books.requestsByReference.values()) {
            if (!purchase.purchaseReference().equals(request.purchaseReference())) {
                continue;
            }
            for (var decision : books.decisionsOn(request)) {
                if (decision.kind() == CustomerDecision.Kind.APPROVED) {
                    lostToken(purchase, request, decision.at(), calls);
                }
            }
        }
    }

    private void lostToken(Purchase purchase, PaymentRequestView request, Instant approved, List<LedgerEntry> calls) {
        var inTime = calls.stream()
                .filter(call -> !call.at().isBefore(approved) && call.at().isBefore(approved.plus(TOKEN_USABLE)))
                // An authorize repeated after an unanswered one is told what the first was.
                .filter(call -> call.operation() != Operation.AUTHORIZE)
                .toList();
        boolean isSettled = inTime.stream()
                .filter(call -> request.id().equals(call.paymentRequestId()))
                .anyMatch(call -> isSpending(call) || call.effect() == Effect.CANCELED);
        var spending = inTime.stream()
                .filter(call -> call.operation() == Operation.FINAL_AUTHORIZE)
                .toList();
        var tries = spending.isEmpty() ? inTime : spending;
        var heard = tries.stream().filter(call -> call.fault() == null).toList();
        boolean isExcused = !tries.isEmpty() && heard.isEmpty();
        if (!isSettled && !isExcused && !isUnreachable(approved)) {
            found(
                    2,
                    purchase,
                    "the token of " + approved + " was lost; of " + tries.size() + " calls no fault met " + heard);
        }
    }

    /** Whether nobody could reach Klarna while that token lived; an outage takes a quarter of an hour. */
    private boolean isUnreachable(Instant approved) {
        var from = approved.minus(skew);
        var down = aftermath.outages().stream()
                .map(outage -> Duration.between(
                        outage.from().isAfter(from) ? outage.from() : from,
                        outage.to().isBefore(from.plus(TOKEN_USABLE)) ? outage.to() : from.plus(TOKEN_USABLE)))
                .filter(Duration::isPositive)
                .reduce(Duration.ZERO, Duration::plus);
        return down.compareTo(TOKEN_USABLE.minusMinutes(2)) > 0;
    }

    /** What the merchant heard while it went on, and was told: never "canceled" of what was paid. */
    private void answers(Purchase purchase, List<LedgerEntry> calls) {
        for (var answer : purchase.answers()) {
            if (answer.status() == CANCELED && isPaid(answer.attempt(), calls)) {
                found(4, purchase, "answered CANCELED to " + answer.to() + " at " + answer.at());
            }
        }
    }

    private static boolean isPaid(int attempt, List<LedgerEntry> calls) {
        return calls.stream()
                .anyMatch(call -> call.effect() == Effect.CREATED_TRANSACTION
                        && String.valueOf(call.paymentTransactionReference()).endsWith("-" + attempt + "-tx"));
    }

    /** The last run's end, against the money. */
    private void lastWord(Purchase purchase, List<Run> own, boolean isPaid) {
        if (own.isEmpty()) {
            count("never started");
            return;
        }
        var last = own.getLast();
        if (last.end() == null) {
            found(10, purchase, "open since " + last.startedAt() + ", " + last.trace());
            return;
        }
        var status = last.status();
        var result = last.result();
        count(status + " " + (result == null ? last.end() : result.reason()));
        if (status == AUTHORIZED && !isPaid) {
            found(4, purchase, "AUTHORIZED without a transaction");
        }
        if (status != null && status != AUTHORIZED && status != UNCONFIRMED && isPaid) {
            found(4, purchase, "paid, and ended " + status);
        }
    }

    private void count(String end) {
        ends.merge(end, 1, Integer::sum);
    }

    private void webhooks() {
        var door = new Door(aftermath, byReference);
        violations.addAll(door.violations());
    }

    private void strangers() {
        aftermath.strangers().forEach(answer -> found(7, null, answer));
        for (var told : aftermath.told()) {
            var purchase = purchases.stream()
                    .filter(one -> one.id().equals(told.event().checkout().checkoutId()))
                    .findFirst();
            if (purchase.isEmpty()
                    || !purchase.get()
                            .shop()
                            .merchant()
                            .id()
                            .equals(told.merchant().value())) {
                found(7, purchase.orElse(null), told.merchant() + " was told of it");
            }
        }
    }

    private void found(int rule, @Nullable Purchase purchase, String what) {
        violations.add(new Violation(rule, purchase, what));
    }
}
