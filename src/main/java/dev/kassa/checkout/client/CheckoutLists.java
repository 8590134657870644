package dev.kassa.checkout.client;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.client.CallFailed.Why;
import dev.kassa.merchant.Merchant;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A merchant's checkouts, newest first.
 *
 * <p>Temporal's visibility lists open runs before closed ones, and on SQL takes no other order. So it is asked for
 * windows of time, each narrow enough to be read whole and sorted here.
 */
final class CheckoutLists {
    private static final int ASKED_AT_ONCE = 20;

    private final Runs runs;
    private final RunIndex index;
    private final PresentState presentState;
    private final InstantSource clock;

    CheckoutLists(Runs runs, RunIndex index, PresentState presentState, InstantSource clock) {
        this.runs = runs;
        this.index = index;
        this.presentState = presentState;
        this.clock = clock;
    }

    /** @throws CallFailed where Temporal, or for an open run every worker, is away */
    CheckoutPage page(
            Merchant merchant, @Nullable CheckoutStatus status, int size, @Nullable ListPosition after, CallTime time) {
        return new Search(merchant, status, size, time).from(after);
    }

    /** One search: what it has found so far, and how long it may go on. */
    private final class Search {
        private final Merchant merchant;
        private final @Nullable CheckoutStatus status;
        private final int size;
        private final CallTime time;
        private final List<Found> found = new ArrayList<>();

        private Search(Merchant merchant, @Nullable CheckoutStatus status, int size, CallTime time) {
            this.merchant = merchant;
            this.status = status;
            this.size = size;
            this.time = time;
        }

        private CheckoutPage from(@Nullable ListPosition after) {
            // Bounds are whole milliseconds; what is newer than the place in its millisecond is left out by hand.
            var end = after == null
                    ? clock.instant().plus(Window.AHEAD)
                    : after.startedAt().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
            var window = windowBefore(end);
            read(window, after);
            while (found.size() <= size && !window.isLast()) {
                window = windowBefore(window.begin());
                read(window, after);
            }
            var shown = found.subList(0, Math.min(size, found.size()));
            return new CheckoutPage(
                    shown.stream().map(Found::checkout).toList(),
                    found.size() > size ? shown.getLast().position() : null);
        }

        private Window windowBefore(Instant end) {
            return Window.before(end, size, window -> index.count(query(window), time.forQuestion()));
        }

        private void read(Window window, @Nullable ListPosition after) {
            var entries = index.list(query(window), time.forQuestion()).stream()
                    .filter(entry -> after == null || entry.position().comesAfter(after))
                    .sorted(Comparator.comparing(RunIndex.Entry::position, ListPosition.NEWEST_FIRST))
                    .toList();
            for (int i = 0; i < entries.size() && found.size() <= size; i += ASKED_AT_ONCE) {
                if (time.isOver()) {
                    throw new CallFailed(Why.LATE, null);
                }
                found.addAll(asked(entries.subList(i, Math.min(i + ASKED_AT_ONCE, entries.size()))));
            }
        }

        private List<Found> asked(List<RunIndex.Entry> entries) {
            try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
                return entries.stream().map(entry -> askers.submit(() -> ask(entry))).toList().stream()
                        .flatMap(answer -> value(answer).stream())
                        .toList();
            }
        }

        /** Empty where it is an older attempt, or where the state that visibility remembers is not the state any more. */
        private Optional<Found> ask(RunIndex.Entry entry) {
            return runs.find(entry.checkoutId(), time.forQuestion())
                    .filter(run -> run.belongsTo(merchant))
                    .filter(run ->
                            run.execution().getRunId().equals(entry.position().runId()))
                    .map(run -> presentState.of(run, time.forQuestion()))
                    .filter(checkout -> status == null || checkout.status() == status)
                    .map(checkout -> new Found(checkout, entry.position()));
        }

        private String query(Window window) {
            return "WorkflowType = 'CheckoutWorkflow' AND MerchantId = '" + merchant.id() + "' AND StartTime >= '"
                    + window.begin() + "' AND StartTime < '" + window.end() + "'" + statusQuery();
        }

        /** A run that was ended from outside is UNCONFIRMED, whatever it was when that happened. */
        private String statusQuery() {
            if (status == null) {
                return "";
            }
            return status == CheckoutStatus.UNCONFIRMED
                    ? " AND (CheckoutStatus = 'UNCONFIRMED' OR ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut'))"
                    : " AND CheckoutStatus = '" + status + "'";
        }
    }

    private static <T> T value(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException ours
                    ? ours
                    : new IllegalStateException(requireNonNull(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CallFailed(Why.LATE, interrupted);
        }
    }

    private record Found(Checkout checkout, ListPosition position) {}
}
