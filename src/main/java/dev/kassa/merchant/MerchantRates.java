package dev.kassa.merchant;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each merchant may call: a token bucket for each, so that a noisy one uses up nobody's but its own. Counted
 * in this process. Thread-safe.
 */
public final class MerchantRates {
    private final int perSecond;
    private final int burst;
    private final TimeMeter clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * The same for every merchant.
     *
     * @param perSecond how many calls a second, in the long run
     * @param burst how many at once after a pause
     */
    public MerchantRates(int perSecond, int burst) {
        this(perSecond, burst, TimeMeter.SYSTEM_NANOTIME);
    }

    MerchantRates(int perSecond, int burst, TimeMeter clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    /** Takes one call: zero where it may go on, or else how long until the next may. */
    public Duration take(Merchant merchant) {
        var probe = buckets.computeIfAbsent(merchant.id(), _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    /** A wait as the header {@code Retry-After} has it: whole seconds, rounded up, at least one. */
    public static String inSeconds(Duration wait) {
        return String.valueOf(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }

    /** How many calls of one merchant can be under way at once, if each takes no longer than that. */
    public int atOnce(Duration longestCall) {
        return Math.toIntExact(perSecond * longestCall.toSeconds() + burst);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
