package dev.kassa.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends what is due: when asked, or by itself in real time. */
final class Deliverer implements AutoCloseable {

    private static final Duration LONGEST_NAP = Duration.ofMillis(100);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(5);

    private final Klarna klarna;
    private final WebhookSender sender = new WebhookSender();
    private final Listener listener;
    private final Thread ticker;

    Deliverer(Klarna klarna, Listener listener) {
        this.klarna = klarna;
        this.listener = listener;
        this.ticker = Thread.ofVirtual().name("sandbox-ticker").unstarted(this::tick);
        if (klarna.settings.ticking()) {
            ticker.start();
        }
    }

    /** Does all that is due by now, one after the other, and returns when it is done. */
    void deliverDue() {
        listener.reopenIfDue(klarna.now());
        Optional<Deliveries.Pending> due = takeDue();
        while (due.isPresent()) {
            deliver(due.get());
            due = takeDue();
        }
    }

    private void tick() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                listener.reopenIfDue(klarna.now());
                Optional<Deliveries.Pending> due = takeDue();
                if (due.isPresent()) {
                    // One slow receiver must not hold up the events of other Payment Requests.
                    Thread.ofVirtual().name("sandbox-webhook").start(() -> deliver(due.get()));
                } else {
                    klarna.awaitChange(nap());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration nap() {
        Instant now = klarna.now();
        Duration untilDue =
                klarna.nextDue().map(due -> Duration.between(now, due)).orElse(LONGEST_NAP);
        if (untilDue.compareTo(LONGEST_NAP) > 0) {
            return LONGEST_NAP;
        }
        return untilDue.compareTo(SHORTEST_NAP) < 0 ? SHORTEST_NAP : untilDue;
    }

    private Optional<Deliveries.Pending> takeDue() {
        return klarna.quietly(() -> klarna.webhooks.deliveries.takeDue(klarna.now()));
    }

    private void deliver(Deliveries.Pending due) {
        Optional<URI> to = klarna.quietly(() -> klarna.webhooks.urlOf(due));
        if (to.isEmpty()) {
            ended(due, WebhookDelivery.Outcome.NO_RECEIVER, 0);
            return;
        }
        try {
            int status = sender.send(due.letter(), to.get());
            ended(due, Deliveries.outcome(status), status);
        } catch (InterruptedException _) {
            ended(due, WebhookDelivery.Outcome.UNREACHABLE, 0);
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Executes a call; before it returns, the events that are to come before its answer have been sent and answered.
     */
    Reply beforeAnswering(Supplier<Reply> call) {
        klarna.quietly(() -> {
            klarna.webhooks.callBegins();
            return true;
        });
        try {
            Reply reply = call.get();
            letQuickCustomersApprove();
            takeBeforeTheAnswer().ifPresent(this::deliverAllBeforeTheAnswer);
            return reply;
        } finally {
            klarna.quietly(() -> {
                klarna.webhooks.callEnds();
                return true;
            });
        }
    }

    private void letQuickCustomersApprove() {
        klarna.quietly(() -> {
            klarna.webhooks
                    .takeQuickCustomers()
                    .forEach(request -> klarna.requests.decide(request, CustomerDecision.Kind.APPROVED, klarna.now()));
            return true;
        });
    }

    private void deliverAllBeforeTheAnswer(Deliveries.Pending first) {
        Optional<Deliveries.Pending> next = Optional.of(first);
        while (next.isPresent()) {
            deliver(next.get());
            next = takeBeforeTheAnswer();
        }
    }

    private Optional<Deliveries.Pending> takeBeforeTheAnswer() {
        return klarna.quietly(klarna.webhooks.deliveries::takeBeforeTheAnswer);
    }

    private void ended(Deliveries.Pending due, WebhookDelivery.Outcome outcome, int status) {
        klarna.locked(() -> {
            klarna.webhooks.ended(due, outcome, status, klarna.now());
            return true;
        });
    }

    @Override
    public void close() {
        ticker.interrupt();
        sender.close();
    }
}
