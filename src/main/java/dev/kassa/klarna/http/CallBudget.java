package dev.kassa.klarna.http;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.KlarnaException.Details;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps all calls of this process below Klarna's rate limits: one budget, shared by every client of the same Klarna.
 *
 * <p>Klarna counts by category, for the acquiring partner and for each of its partners (Klarna docs: Rate Limiting). So
 * there is one quota for all accounts, as configured, and one for each account, which Klarna's headers make smaller.
 * What is asked for final authorizations and cancellations never waits behind the rest.
 */
public final class CallBudget {
    /** Of what a header allows: other replicas, and calls that are still on their way, count as well. */
    private static final int PERCENT_OF_A_LIMIT = 90;

    private static final Duration UNTIL_A_LIMIT_RESETS = Duration.ofSeconds(1);
    /** A strange header may slow a merchant down, but not stop it for long. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** A backlog that came back at once would only be turned away again. */
    private static final Duration AFTER_BEING_TURNED_AWAY = Duration.ofSeconds(5);

    private final CallRates rates;
    private final TimeMeter clock;
    private final Sleep sleep;
    private final Map<CallCategory, Quota> overall = new EnumMap<>(CallCategory.class);
    /** As many as there are merchants' accounts, twice. */
    private final Map<Of, Account> accounts = new ConcurrentHashMap<>();

    /** By the system's clock. */
    public CallBudget(CallRates rates) {
        this(rates, TimeMeter.SYSTEM_NANOTIME, LockSupport::parkNanos);
    }

    CallBudget(CallRates rates, TimeMeter clock, Sleep sleep) {
        this.rates = rates;
        this.clock = clock;
        this.sleep = sleep;
        for (var category : CallCategory.values()) {
            overall.put(category, new Quota(category.perSecond(rates), clock));
        }
    }

    /** Lets nanoseconds pass. */
    interface Sleep {
        void nanos(long nanos);
    }

    private record Of(CallCategory category, String account) {}

    /** One account's own quota, and until when Klarna wants none of its calls. */
    private static final class Account {
        private final Quota quota;
        private volatile long notBefore;

        Account(Quota quota, long now) {
            this.quota = quota;
            this.notBefore = now;
        }
    }

    /**
     * Returns when it is this call's turn.
     *
     * @throws KlarnaException.Transient where it would have to wait longer; nothing was sent then
     */
    void takeTurn(Outgoing call, Duration longestWait) {
        long longest = longestWait.toNanos();
        var category = call.operation().category();
        var account = account(call);
        long pause = account.notBefore - clock.currentTimeNanos();
        long own = pause > longest ? pause : account.quota.take(call.urgency(), longest);
        long wait = Math.max(pause, own);
        if (wait <= longest) {
            long common = overall.getOrDefault(category, account.quota).take(call.urgency(), longest);
            if (common > longest) {
                account.quota.giveBack(call.urgency());
            }
            wait = Math.max(wait, common);
        }
        if (wait > longest) {
            throw turnedAway(call, Duration.ofNanos(wait));
        }
        sleepFor(wait);
    }

    /** Sleeps for all of it: what wakes a thread early is no turn. */
    private void sleepFor(long wait) {
        long until = clock.currentTimeNanos() + wait;
        for (long left = wait; left > 0 && !Thread.currentThread().isInterrupted(); ) {
            sleep.nanos(left);
            left = until - clock.currentTimeNanos();
        }
    }

    /** Takes to heart what an answer tells of Klarna's limits. */
    void heed(Outgoing call, Answer answer) {
        var headers = RateLimitHeaders.of(answer.headers());
        var account = account(call);
        int configured = call.operation().category().perSecond(rates);
        if (headers.perSecond() != null) {
            int allowed = (int) ((long) headers.perSecond() * PERCENT_OF_A_LIMIT / 100);
            account.quota.allow(Math.clamp(allowed, 1, configured));
        }
        boolean used = headers.remaining() != null && headers.remaining() == 0;
        if (answer.status() == 429 || used) {
            var reset = headers.reset() != null ? headers.reset() : UNTIL_A_LIMIT_RESETS;
            var pause = reset.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : reset;
            account.quota.rest(pause);
            account.notBefore = clock.currentTimeNanos() + pause.toNanos();
        } else if (headers.remaining() != null) {
            account.quota.atMost(headers.remaining());
        }
    }

    private Account account(Outgoing call) {
        var category = call.operation().category();
        return accounts.computeIfAbsent(
                new Of(category, call.account().value()),
                _ -> new Account(new Quota(category.perSecond(rates), clock), clock.currentTimeNanos()));
    }

    private static KlarnaException turnedAway(Outgoing call, Duration wait) {
        var operation = call.operation();
        var what = "not sent, Kassa stays below Klarna's rate limit for "
                + operation.category().title();
        var retryAfter = RetryAfter.atLeast(AFTER_BEING_TURNED_AWAY, wait);
        return new KlarnaException.Transient(
                new Details(operation.title(), null, null, null, what, retryAfter, List.of()), null);
    }
}
