package dev.kassa.checkout.client;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Customers who come back from Klarna: a hint, never proof. The run is asked to read the Payment Request only where it
 * heard of no change by itself within a second, because that signal would disturb a finalization under way; and where
 * no worker says how it stands.
 */
public final class CustomerReturns {
    private static final Duration QUESTION = Duration.ofSeconds(2);
    private static final Duration BEFORE_SIGNAL = Duration.ofSeconds(1);
    private static final Duration IN_ALL = Duration.ofSeconds(3);

    private final Runs runs;
    private final PresentState presentState;
    private final ReturnAllowance allowance;

    public CustomerReturns(WorkflowClient client, InstantSource clock) {
        this.runs = new Runs(client);
        this.presentState = new PresentState(runs);
        this.allowance = new ReturnAllowance(clock);
    }

    /**
     * Where to send the customer; empty where there is no such checkout, or nowhere to send anybody.
     *
     * @param attempt the one whose return URL was used, proven by its key
     * @throws TemporalUnavailableException where Temporal is away, so that even the merchant's URL is unknown
     */
    public Optional<Arrival> arrived(CheckoutId id, int attempt) {
        long arrivedAt = System.nanoTime();
        try {
            return runs.find(id, QUESTION).flatMap(run -> {
                var memo = run.memo();
                return memo == null || memo.returnUrl() == null
                        ? Optional.empty()
                        : Optional.of(new Arrival(
                                URI.create(memo.returnUrl()), memo.reference(), outcome(run, attempt, arrivedAt)));
            });
        } catch (CallFailed failed) {
            throw new TemporalUnavailableException(id, failed);
        }
    }

    /** The final status; absent where it is not known in time. */
    private @Nullable CheckoutStatus outcome(Run run, int attempt, long arrivedAt) {
        try {
            var seen = presentState.of(run, QUESTION);
            if (run.isOpen() && !seen.status().isFinal()) {
                if (!runs.awaitEnd(run, left(BEFORE_SIGNAL, arrivedAt))) {
                    nudge(run, attempt, seen);
                }
                runs.awaitEnd(run, left(IN_ALL, arrivedAt));
                seen = presentState.of(runs.find(run.checkoutId(), QUESTION).orElse(run), QUESTION);
            }
            return seen.status().isFinal() ? seen.status() : null;
        } catch (CallFailed _) {
            nudgeUnseen(run, attempt);
            return null;
        }
    }

    /** No worker told in time how the run stands; they may be starting again just now. The signal needs none of them. */
    private void nudgeUnseen(Run run, int attempt) {
        if (!run.isOpen() || !allowance.take(run.checkoutId(), attempt)) {
            return;
        }
        try {
            runs.customerReturned(run, QUESTION);
        } catch (CallFailed _) {
            // Temporal is away or the run has ended: Klarna's webhook and the next scheduled look remain.
        }
    }

    private void nudge(Run run, int attempt, Checkout seen) {
        var now = runs.status(run, QUESTION);
        boolean unchanged = now.status() == seen.status() && now.updatedAt().equals(seen.updatedAt());
        if (unchanged
                && now.status() == CheckoutStatus.AWAITING_CUSTOMER
                && now.attempt() == attempt
                && allowance.take(run.checkoutId(), attempt)) {
            runs.customerReturned(run, QUESTION);
        }
    }

    private static Duration left(Duration of, long since) {
        return of.minusNanos(System.nanoTime() - since);
    }

    /**
     * Where a customer goes on.
     *
     * @param returnUrl the merchant's own
     * @param status final; absent where the outcome is not known yet
     */
    public record Arrival(
            URI returnUrl, String reference, @Nullable CheckoutStatus status) {}
}
