package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of a partner's behaviour (klarna.md, section 12): by the calls and Klarna's own state alone.
 *
 * @param transactionsPerPurchase by {@code purchase_reference}, else the transaction's reference or id; more than 1
 *     is wrong
 * @param transactionsPerReference by {@code payment_transaction_reference}; more than 1 is wrong
 * @param openPaymentRequests out of which money may still come
 * @param lateTokenUses calls with a token whose 60 minutes had passed
 * @param keysWithTwoBodies idempotency keys that came with different requests: another body, path or token
 * @param keysPast23Hours idempotency keys that came again more than 23 hours after their first use: too near the end
 *     of what Klarna remembers
 * @param keysPast24Hours idempotency keys that came again more than 24 hours after their first use
 */
public record Judgement(
        Map<String, Integer> transactionsPerPurchase,
        Map<String, Integer> transactionsPerReference,
        List<PaymentRequestView> openPaymentRequests,
        List<LedgerEntry> lateTokenUses,
        Set<String> keysWithTwoBodies,
        Set<String> keysPast23Hours,
        Set<String> keysPast24Hours) {

    private static final Duration SAFE = Duration.ofHours(23);

    /** Whether nothing wrong was done: at most one transaction each, and none of the lists has anything in it. */
    public boolean isClean() {
        return transactionsPerPurchase.values().stream().allMatch(count -> count <= 1)
                && transactionsPerReference.values().stream().allMatch(count -> count <= 1)
                && openPaymentRequests.isEmpty()
                && lateTokenUses.isEmpty()
                && keysWithTwoBodies.isEmpty()
                && keysPast23Hours.isEmpty()
                && keysPast24Hours.isEmpty();
    }

    static Judgement of(List<LedgerEntry> ledger, List<PaymentRequestView> requests, Instant now) {
        return new Judgement(
                transactions(ledger, Judgement::purchase),
                transactions(ledger, LedgerEntry::paymentTransactionReference),
                requests.stream().filter(request -> request.isOpenAt(now)).toList(),
                ledger.stream().filter(LedgerEntry::lateToken).toList(),
                withTwoBodies(ledger),
                reusedAfter(SAFE, ledger),
                reusedAfter(IdempotencyKeys.REMEMBERED, ledger));
    }

    private static Set<String> withTwoBodies(List<LedgerEntry> ledger) {
        Map<String, Set<String>> requests = new HashMap<>();
        Set<String> found = new TreeSet<>();
        for (LedgerEntry entry : ledger) {
            if (entry.idempotencyKey() != null) {
                Set<String> ofKey = requests.computeIfAbsent(scoped(entry), _ -> new HashSet<>());
                ofKey.add(entry.method() + " " + entry.path() + " " + entry.token() + " " + entry.bodySha256());
                if (ofKey.size() > 1) {
                    found.add(entry.idempotencyKey());
                }
            }
        }
        return found;
    }

    private static Set<String> reusedAfter(Duration limit, List<LedgerEntry> ledger) {
        Map<String, Instant> firstUse = new HashMap<>();
        Set<String> found = new TreeSet<>();
        for (LedgerEntry entry : ledger) {
            if (entry.idempotencyKey() != null) {
                Instant first = firstUse.computeIfAbsent(scoped(entry), _ -> entry.at());
                if (entry.at().isAfter(first.plus(limit))) {
                    found.add(entry.idempotencyKey());
                }
            }
        }
        return found;
    }

    private static String scoped(LedgerEntry entry) {
        return entry.account() + " " + entry.idempotencyKey();
    }

    private static Map<String, Integer> transactions(
            List<LedgerEntry> ledger, Function<LedgerEntry, @Nullable String> name) {
        Map<String, Integer> counts = new TreeMap<>();
        for (LedgerEntry entry : ledger) {
            String named = name.apply(entry);
            if (entry.effect() == Effect.CREATED_TRANSACTION && named != null) {
                counts.merge(named, 1, Integer::sum);
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
