package dev.kassa.storm;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.checkout.workflow.CountingKlarna;
import dev.kassa.checkout.workflow.WebhookReceiver;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.http.CallPace;
import dev.kassa.klarna.http.HttpKlarna;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.klarna.http.Timeouts;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Temporal, Klarna, one process of each role, all on one clock that jumps when nothing is under way. */
final class StormWorld implements AutoCloseable {
    /** Of real time. A call that meets a fault which never answers takes so long; time stands still meanwhile. */
    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofMillis(1_500));

    private static final Duration TOGETHER = Duration.ofMillis(200);
    /** Of virtual time: so late may a timer be of which nobody else does anything meanwhile. */
    private static final Duration LATEST = Duration.ofSeconds(10);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final StormTemporal temporal;
    final Sandbox klarna;
    private final HttpKlarna http;
    private final CountingKlarna client;
    private final CheckoutActivities activities;
    /** What merchants were told without asking. */
    final List<Told> told = new CopyOnWriteArrayList<>();
    /** What a merchant was answered about another's checkout. */
    final List<String> strangers = new CopyOnWriteArrayList<>();
    /** When nobody could reach Klarna, or some calls only met refusals. */
    final List<Aftermath.Outage> outages = new CopyOnWriteArrayList<>();
    /** The runs that a worker was given a task of. */
    final Map<String, String> runs = new ConcurrentHashMap<>();

    private Duration skew = Duration.ZERO;
    int workersKilled;
    int edgesKilled;
    /** Calls of merchants that are not over. */
    final AtomicInteger callers = new AtomicInteger();

    record Told(MerchantId merchant, MerchantEvent event) {}

    private WorkerProcess worker;
    private EdgeProcess edge;

    /** @param worse what becomes of the client that ships; identity, but where the judge itself is tested */
    StormWorld(Instant start, UnaryOperator<Klarna> worse) {
        temporal = new StormTemporal(start, EncryptedDataConverter.of(Secrets.KEYS), meters);
        klarna = Sandbox.start(SandboxSettings.defaults()
                .withClock(temporal.time::now)
                .withTicking(false)
                .withAccounts(Shop.accounts()));
        http = new HttpKlarna(KlarnaSettings.of(klarna.baseUrl(), () -> SandboxSettings.DEMO_API_KEY, CallPace.QUICK)
                .withTimeouts(TIMEOUTS));
        client = new CountingKlarna(worse.apply(http));
        activities =
                new CheckoutActivities(client, client, new TokenSeal(Secrets.KEYS), this::tell, temporal.time::now);
        klarna.setWebhookTarget(URI.create("http://127.0.0.1:9/"));
        klarna.setSigningKey(WebhookReceiver.KEY_ID, WebhookReceiver.KEY);
        worker = new WorkerProcess(temporal, activities, runs);
        edge = newEdge();
    }

    private EdgeProcess newEdge() {
        var born = new EdgeProcess(temporal, Secrets.KEYS, meters);
        klarna.setWebhookTarget(born.receiver.uri());
        return born;
    }

    private void tell(MerchantId merchant, MerchantEvent event) {
        told.add(new Told(merchant, event));
    }

    Instant now() {
        return temporal.time.now();
    }

    EdgeProcess edge() {
        return edge;
    }

    WorkerProcess worker() {
        return worker;
    }

    /** By how much Klarna's clock is ahead of everybody else's from now on. */
    void skew(Duration ahead) {
        skew = ahead;
        klarna.skewClock(ahead);
    }

    Duration skew() {
        return skew;
    }

    /** When something is next due at Temporal or at Klarna. */
    Instant nextDue() {
        var due = temporal.time.nextDue();
        return klarna.nextDue()
                .map(next -> next.minus(skew))
                .filter(next -> next.isBefore(due))
                .orElse(due);
    }

    /**
     * Lets time jump there, and returns when all that this brings about is done. Some steps may be due together: who waits
     * for a timer is never woken early, but always a little late; a little later where neither people nor Klarna do anything,
     * because of many timers that are due together each costs less.
     *
     * @param people when people next do something
     * @param deeds what people do then, at the same time as all that falls due
     */
    void passTo(Instant then, Instant people, Runnable deeds) {
        var others =
                klarna.nextDue().map(due -> earlier(due.minus(skew), people)).orElse(people);
        var quiet = earlier(others.minusMillis(1), then.plus(LATEST));
        var together = then.plus(TOGETHER);
        temporal.time.jumpTo(quiet.isAfter(together) ? quiet : together);
        deeds.run();
        settle();
        while (klarna.nextDue().filter(due -> !due.isAfter(klarna.now())).isPresent()) {
            klarna.deliverDue();
            settle();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Waits in real time until only time can bring about something more; who was killed is replaced. */
    void settle() {
        temporal.time.settle(this::nobodyWorks);
    }

    private boolean nobodyWorks() {
        replaceTheDead();
        return client.isIdle() && worker.line.isIdle() && edge.line.isIdle() && callers.get() <= edge.line.waiting();
    }

    private void replaceTheDead() {
        if (worker.line.isCut()) {
            workersKilled++;
            worker.close();
            worker = new WorkerProcess(temporal, activities, runs);
        }
        if (edge.line.isCut()) {
            edgesKilled++;
            edge.close();
            edge = newEdge();
        }
    }

    @Override
    public void close() {
        worker.close();
        worker.awaitEnd();
        edge.close();
        temporal.close();
        http.close();
        klarna.close();
    }
}
