package dev.kassa.checkout.client;

import java.time.Instant;
import java.util.Comparator;

/**
 * A place in the list of a merchant's checkouts, newest first: that of the last one that was shown.
 *
 * @param startedAt when the checkout's newest run started, by Temporal's clock
 * @param runId tells apart what started in the same moment
 */
public record ListPosition(Instant startedAt, String runId) {
    static final Comparator<ListPosition> NEWEST_FIRST = Comparator.comparing(ListPosition::startedAt)
            .thenComparing(ListPosition::runId)
            .reversed();

    boolean comesAfter(ListPosition other) {
        return NEWEST_FIRST.compare(this, other) > 0;
    }
}
