package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the ledger says of a partner's behaviour (klarna.md, section 12): by the calls and Klarna's own state alone.
 *
 * @param transactionsPerPurchase by {@code purchase_reference}, else the transaction's reference or id; more than 1
 * is wrong
 * @param openPaymentRequests out of which money may still come
 * @param lateTokenUses calls with a token whose 60 minutes had passed
 * @param keysWithTwoBodies idempotency keys that came with different bodies
 * @param keysPast24Hours idempotency keys that came again more than 24 hours after their first use
 */
public record Judgement(
        Map<String, Integer> transactionsPerPurchase,
        List<PaymentRequestView> openPaymentRequests,
        List<LedgerEntry> lateTokenUses,
        Set<String> keysWithTwoBodies,
        Set<String> keysPast24Hours) {

    /** Whether nothing wrong was done: at most one transaction each, and none of the four lists has anything in it. */
    public boolean isClean() {
        return transactionsPerPurchase.values().stream().allMatch(count -> count <= 1)
                && openPaymentRequests.isEmpty()
                && lateTokenUses.isEmpty()
                && keysWithTwoBodies.isEmpty()
                && keysPast24Hours.isEmpty();
    }

    static Judgement of(List<LedgerEntry> ledger, List<PaymentRequestView> requests, Instant now) {
        Map<String, Instant> firstUse = new HashMap<>();
        Map<String, Set<String>> bodies = new HashMap<>();
        Set<String> old = new TreeSet<>();
        for (LedgerEntry entry : ledger) {
            if (entry.idempotencyKey() != null) {
                String key = entry.account() + " " + entry.idempotencyKey();
                Instant first = firstUse.computeIfAbsent(key, _ -> entry.at());
                if (entry.at().isAfter(first.plus(IdempotencyKeys.REMEMBERED))) {
                    old.add(entry.idempotencyKey());
                }
                bodies.computeIfAbsent(key, _ -> new HashSet<>()).add(String.valueOf(entry.bodySha256()));
            }
        }
        Set<String> twoBodies = new TreeSet<>();
        bodies.forEach((key, hashes) -> {
            if (hashes.size() > 1) {
                twoBodies.add(key.substring(key.indexOf(' ') + 1));
            }
        });
        return new Judgement(
                transactions(ledger),
                requests.stream().filter(request -> request.isOpenAt(now)).toList(),
                ledger.stream().filter(LedgerEntry::lateToken).toList(),
                twoBodies,
                old);
    }

    private static Map<String, Integer> transactions(List<LedgerEntry> ledger) {
        Map<String, Integer> counts = new TreeMap<>();
        for (LedgerEntry entry : ledger) {
            if (entry.effect() == Effect.CREATED_TRANSACTION) {
                counts.merge(purchase(entry), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static String purchase(LedgerEntry entry) {
        if (entry.purchaseReference() != null) {
            return entry.purchaseReference();
        }
        return entry.paymentTransactionReference() != null
                ? entry.paymentTransactionReference()
                : String.valueOf(entry.paymentTransactionId());
    }
}
