package dev.kassa.operations;

import dev.kassa.merchant.Merchant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * For how long Klarna has told nothing of a merchant's account while customers of that merchant are waiting. Each process
 * knows only what it has heard itself, so of several the smallest counts. Thread-safe.
 */
public final class WebhookSilence {
    /** Whoever was heard of that lately is not silent, and is not worth a question. */
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();
    private final Map<String, Instant> waitingSince = new ConcurrentHashMap<>();

    public WebhookSilence(InstantSource clock) {
        this.clock = clock;
    }

    /** A genuine event concerned this account, which is a merchant's: strangers' would fill the memory. */
    public void heard(String account) {
        heard.put(account, clock.instant());
    }

    /**
     * How long it has been silent; zero where nobody waits.
     *
     * @param waiting how many customers of the merchant with that id are waiting; asked only where it matters
     */
    Duration of(Merchant merchant, ToLongFunction<String> waiting) {
        var now = clock.instant();
        var last = heard.get(merchant.partnerAccountId());
        if (last != null && now.isBefore(last.plus(LATELY))) {
            return Duration.ZERO;
        }
        if (waiting.applyAsLong(merchant.id()) == 0) {
            waitingSince.remove(merchant.id());
            return Duration.ZERO;
        }
        var waited = waitingSince.computeIfAbsent(merchant.id(), _ -> now);
        return Duration.between(last == null || last.isBefore(waited) ? waited : last, now);
    }
}
