package dev.kassa.storm;

import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The time in which a run waited for its customer, and the reads that it made meanwhile. Nothing of it where there was no
 * Payment Request, or where it is a recovery, which waits for nobody.
 */
final class Session {
    private static final Duration LONGEST_GAP = Duration.ofMinutes(20);
    /** A patient read is repeated within a minute; what it waits for may itself take one. */
    private static final Duration LATENESS = Duration.ofMinutes(3);

    /** Its beginning, its reads, its end; none where it was none. */
    private final List<Instant> instants = new ArrayList<>();

    Session(Run run, Ledgers books, List<LedgerEntry> calls, Duration skew) {
        var request = books.request(run.reference());
        if (request == null || run.closedAt() == null || run.input().recovery() != null) {
            return;
        }
        // While Klarna's answer is not known there is nothing to read.
        var authorizes = calls.stream()
                .filter(call -> call.operation() == Operation.AUTHORIZE
                        && run.reference().equals(call.paymentRequestReference()))
                .toList();
        var asked = authorizes.stream().map(LedgerEntry::at).max(Comparator.naturalOrder());
        var from = asked.orElse(request.createdAt()).minus(skew);
        var until = earliest(run.closedAt(), run.input().sessionExpiresAt());
        for (var decision : books.decisionsOn(request)) {
            if (decision.state() != RequestState.SUBMITTED && decision.state() != RequestState.IN_PROGRESS) {
                until = earliest(until, decision.at().minus(skew));
            }
        }
        var reads = new ArrayList<Instant>();
        for (var call : calls) {
            var at = call.at().minus(skew);
            if (call.path().endsWith(request.id()) && at.isBefore(until)) {
                if (call.operation() == Operation.CANCEL) {
                    until = at;
                } else if (call.operation() == Operation.READ) {
                    reads.add(at);
                }
            }
        }
        boolean isUnheardOf = reads.isEmpty() && authorizes.stream().allMatch(call -> call.fault() != null);
        if (from.isBefore(until) && !isUnheardOf) {
            instants.add(from);
            instants.addAll(reads);
            instants.add(until);
        }
    }

    Duration lasted() {
        return instants.isEmpty() ? Duration.ZERO : Duration.between(instants.getFirst(), instants.getLast());
    }

    /** Where a read was due and not made, though Klarna could be reached. */
    List<String> leftOut(List<Aftermath.Outage> outages) {
        var gaps = new ArrayList<String>();
        for (int i = 1; i < instants.size(); i++) {
            var from = instants.get(i - 1);
            var to = instants.get(i);
            boolean isLong = Duration.between(from, to).compareTo(LONGEST_GAP.plus(LATENESS)) > 0;
            if (isLong && outages.stream().noneMatch(outage -> outage.overlaps(from, to))) {
                gaps.add("from " + from + " to " + to);
            }
        }
        return gaps;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
