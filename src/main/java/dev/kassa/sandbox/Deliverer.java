package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
        Optional<Webhooks.Pending> due = takeDue();
        while (due.isPresent()) {
            deliver(due.get());
            due = takeDue();
        }
    }

    private void tick() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                listener.reopenIfDue(klarna.now());
                Optional<Webhooks.Pending> due = takeDue();
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

    private Optional<Webhooks.Pending> takeDue() {
        return klarna.quietly(() -> klarna.webhooks.takeDue(klarna.now()));
    }

    private void deliver(Webhooks.Pending due) {
        WebhookSettings settings = klarna.quietly(klarna.webhooks::settings);
        if (settings == null) {
            ended(due, WebhookDelivery.Outcome.NO_RECEIVER, 0);
            return;
        }
        try {
            int status = sender.send(due.event(), settings);
            ended(due, Webhooks.outcome(status), status);
        } catch (InterruptedException _) {
            ended(due, WebhookDelivery.Outcome.UNREACHABLE, 0);
            Thread.currentThread().interrupt();
        }
    }

    private void ended(Webhooks.Pending due, WebhookDelivery.Outcome outcome, int status) {
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
