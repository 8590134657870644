package dev.kassa.klarna.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/**
 * A number of calls within any second, a quarter of which is kept for those with money at risk.
 *
 * <p>Turns are handed out in advance: who may go in 80 ms is told so, and sleeps.
 */
final class Quota {
    private final Bucket all;
    private final Bucket forThoseWhoCanWait;
    private int perSecond;

    Quota(int perSecond, TimeMeter clock) {
        this.perSecond = perSecond;
        this.all = bucket(perSecond, clock);
        this.forThoseWhoCanWait = bucket(share(perSecond), clock);
    }

    /**
     * Takes a turn if it comes soon enough.
     *
     * @return nanoseconds until the turn; more than {@code longest} where it was not taken
     */
    long take(Urgency urgency, long longest) {
        return switch (urgency) {
            case MONEY_AT_RISK -> take(all, longest);
            case CAN_WAIT -> takeBoth(longest);
        };
    }

    // The share comes first: whoever it turns away has not touched what those with money at risk live on.
    private long takeBoth(long longest) {
        long own = take(forThoseWhoCanWait, longest);
        if (own > longest) {
            return own;
        }
        long common = take(all, longest);
        if (common > longest) {
            forThoseWhoCanWait.addTokens(1);
        }
        return Math.max(own, common);
    }

    private static long take(Bucket bucket, long longest) {
        long wait = bucket.consumeIgnoringRateLimits(1);
        if (wait > longest) {
            bucket.addTokens(1);
        }
        return wait;
    }

    /** Gives back a turn that is not used after all. */
    void giveBack(Urgency urgency) {
        all.addTokens(1);
        if (urgency == Urgency.CAN_WAIT) {
            forThoseWhoCanWait.addTokens(1);
        }
    }

    /** Changes the number of calls within a second. */
    synchronized void allow(int calls) {
        if (calls != perSecond) {
            perSecond = calls;
            change(all, calls);
            change(forThoseWhoCanWait, share(calls));
        }
    }

    /** Klarna counts fewer calls left than we do: other replicas call it too. */
    void atMost(long left) {
        long excess = all.getAvailableTokens() - left;
        if (excess > 0) {
            all.tryConsumeAsMuchAsPossible(excess);
        }
    }

    /**
     * Has nobody's turn come for so long. Turns of that time are taken out in advance: or else all who waited for its
     * end would go at once then, and the others behind them as if nobody had.
     */
    synchronized void rest(Duration pause) {
        rest(all, perSecond, pause);
        rest(forThoseWhoCanWait, share(perSecond), pause);
    }

    private static void rest(Bucket bucket, int perSecond, Duration pause) {
        var limit = configuration(perSecond).getBandwidths()[0];
        long filledMeanwhile = pause.toNanos() * limit.getRefillTokens() / limit.getRefillPeriodNanos();
        // One turn is left, for the pause's very end.
        long excess = bucket.getAvailableTokens() + filledMeanwhile - 1;
        if (excess > 0) {
            bucket.consumeIgnoringRateLimits(excess);
        }
    }

    private static int share(int perSecond) {
        return Math.max(1, perSecond * 3 / 4);
    }

    private static Bucket bucket(int perSecond, TimeMeter clock) {
        var limits = configuration(perSecond).getBandwidths();
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limits[0])
                .build();
    }

    private static void change(Bucket bucket, int perSecond) {
        bucket.replaceConfiguration(configuration(perSecond), TokensInheritanceStrategy.PROPORTIONALLY);
    }

    /** A bucket that is full lets its capacity go at once, and what is filled in within the same second. */
    private static BucketConfiguration configuration(int perSecond) {
        int capacity = Math.max(1, perSecond / 4);
        int refill = perSecond - capacity;
        return BucketConfiguration.builder()
                .addLimit(limit -> refill > 0
                        ? limit.capacity(capacity).refillGreedy(refill, Duration.ofSeconds(1))
                        : limit.capacity(capacity).refillGreedy(1, Duration.ofSeconds(2)))
                .build();
    }
}
