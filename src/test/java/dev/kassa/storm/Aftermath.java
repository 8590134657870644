package dev.kassa.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a storm has left behind for its judge.
 *
 * @param books what Klarna has written down
 * @param runs of each checkout, by its id, the oldest first
 * @param answered within this time the edge answers a webhook; a run may end meanwhile
 * @param skew by how much Klarna's clock is ahead of ours
 * @param outages when nobody could reach Klarna, or some calls only met refusals
 * @param strangers what merchants were answered about another's checkout
 * @param told what merchants were told without asking
 * @param leaks secrets that stand in a log or a metric
 */
record Aftermath(
        List<Purchase> purchases,
        Ledgers books,
        Map<String, List<Run>> runs,
        Duration answered,
        Duration skew,
        List<Outage> outages,
        List<String> strangers,
        List<StormWorld.Told> told,
        List<String> leaks) {

    /** A while in which Klarna did not do what it was asked for. */
    record Outage(Instant from, Instant to) {
        boolean overlaps(Instant since, Instant until) {
            return from.isBefore(until) && to.isAfter(since);
        }
    }
}
