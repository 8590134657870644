package dev.kassa.sandbox;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running Klarna to develop and test against: its endpoints under {@code /v2}, purchase pages under {@code /pay},
 * a console for people under {@code /} and {@code /ui}, and a control API under {@code /sandbox}. All methods may be
 * called from any thread. Longer than other files: it is the whole of what a test or the console may ask of it.
 */
public final class Sandbox implements AutoCloseable {

    private final Klarna klarna;
    private final Listener listener;
    private final Deliverer deliverer;
    private final String root;
    private final @Nullable Memory memory;

    private Sandbox(SandboxSettings settings, @Nullable SandboxTls tls, Klarna klarna, @Nullable Memory memory) {
        this.klarna = klarna;
        this.memory = memory;
        if (memory != null) {
            klarna.atTheEndOfEachSection(memory::write);
        }
        listener = new Listener(settings.address(), settings.port(), tls);
        root = (tls == null ? "http://" : "https://")
                + (settings.address().equals("0.0.0.0") ? "127.0.0.1" : settings.address()) + ":" + listener.port();
        deliverer = new Deliverer(klarna, listener);
        String pages = settings.publicUrl().map(URI::toString).orElse(root) + "/pay/";
        Execution execution = new Execution(klarna, new Authorizations(klarna, pages));
        PartnerApi partner = new PartnerApi(klarna, execution, listener::pause, deliverer::deliverDue);
        PurchasePage purchase = new PurchasePage(klarna);
        ControlApi control = new ControlApi(this);
        SameOrigin origins = new SameOrigin(settings.publicUrl());
        Doors doors = new Doors(origins, new Console(this, control, origins), purchase, control, this::writeDown);
        listener.handle(call -> doors.reply(call, () -> deliverer.beforeAnswering(() -> partner.reply(call))));
    }

    private static Sandbox started(SandboxSettings settings, @Nullable SandboxTls tls, @Nullable Path directory) {
        Klarna klarna = new Klarna(settings);
        @Nullable Memory memory = directory == null ? null : new Memory(directory, klarna);
        try {
            return new Sandbox(settings, tls, klarna, memory);
        } catch (RuntimeException e) {
            if (memory != null) {
                memory.close();
            }
            throw e;
        }
    }

    /**
     * Starts one and returns when it answers.
     *
     * @throws CannotListenException where its port is taken, or its address is not this machine's
     */
    public static Sandbox start(SandboxSettings settings) {
        return started(settings, null, null);
    }

    /**
     * Starts one behind TLS, pages and control API included.
     *
     * @throws IllegalStateException where it cannot listen, or the key store is none
     */
    public static Sandbox start(SandboxSettings settings, SandboxTls tls) {
        return started(settings, tls, null);
    }

    /**
     * Starts one that keeps what it knows in a directory, and goes on where the last one there ended. What was changed
     * there while it ran (webhooks, keys, faults, the clock) goes before the settings.
     *
     * @throws IllegalStateException where it cannot listen, another sandbox has the directory, or its file is damaged
     * @throws UncheckedIOException where the directory cannot be read or written
     */
    public static Sandbox start(SandboxSettings settings, Path directory) {
        return started(settings, null, directory);
    }

    private void writeDown() {
        klarna.quietly(() -> true);
    }

    /** How many connections are open to it. */
    public int connections() {
        return listener.connections();
    }

    /** The base of Klarna's endpoints: {@code http://address:port/v2}. */
    public URI baseUrl() {
        return URI.create(root + "/v2");
    }

    /** The console, for a person: {@code http://address:port/}. */
    public URI homeUrl() {
        return URI.create(root + "/");
    }

    /** The port that was taken. */
    public int port() {
        return listener.port();
    }

    /** Klarna's time: the base clock's plus what was advanced and its skew. */
    public Instant now() {
        return klarna.now();
    }

    /** Moves Klarna's time, never backwards; expiries happen at once, webhooks when they are next delivered. */
    public void advance(Duration by) {
        klarna.advance(by);
    }

    /**
     * Sets Klarna's time.
     *
     * @throws IllegalArgumentException where it is later already
     */
    public void setClock(Instant time) {
        try {
            klarna.advanceTo(time);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("Time does not run backwards", e);
        }
    }

    /**
     * Lets Klarna's clock differ from its partner's by {@code other}, which may be negative, instead of what it
     * differed by so far. All of Klarna's deadlines follow its own clock.
     */
    public void skewClock(Duration other) {
        klarna.skew(other);
    }

    /** How what Klarna's documents leave open is read now. */
    public Switches switches() {
        return klarna.switches();
    }

    /** Reads these topics otherwise from now on. */
    public void switchTo(Reading... readings) {
        klarna.switchTo(readings);
    }

    /**
     * When something next falls due: an expiry, a deletion, a webhook, the end of refused connections. It may be
     * past.
     */
    public Optional<Instant> nextDue() {
        return Stream.concat(klarna.nextDue().stream(), Stream.ofNullable(listener.reopenAt()))
                .min(Instant::compareTo);
    }

    /** Does everything that is due by {@link #now()} and returns when it is done, webhooks answered included. */
    public void deliverDue() {
        deliverer.deliverDue();
    }

    /** The customer of a Payment Request, by its id, reference or purchase reference (the newest that fits). */
    public Customer customer(String idOrReference) {
        return new Customer(klarna, idOrReference);
    }

    /** Klarna cancels an open Payment Request by itself. */
    public PaymentRequestView klarnaCancels(String idOrReference) {
        return klarna.decide(idOrReference, CustomerDecision.Kind.KLARNA_CANCELED);
    }

    /** What coming authorizes answer. */
    public Plans plan() {
        return klarna.plans;
    }

    /** What coming calls suffer. */
    public Faults faults() {
        return klarna.faults;
    }

    /** What coming events suffer. */
    public WebhookFaults webhookFaults() {
        return klarna.webhookFaults;
    }

    /** Closes the port, pages and control API included, until {@link #acceptConnections()}. */
    public void refuseConnections() {
        listener.refuse(null);
    }

    /** Closes the port for a while of the sandbox's clock; it opens when what is due is next done. */
    public void refuseConnections(Duration howLong) {
        listener.refuse(klarna.now().plus(howLong));
    }

    /** Opens the port again. */
    public void acceptConnections() {
        listener.accept();
    }

    /** Sends events to another receiver; without webhook settings so far, signed by the demo key. */
    public void setWebhookTarget(URI target) {
        klarna.locked(() -> {
            klarna.webhooks.target(target, klarna.now());
            return true;
        });
    }

    /** Signs events with another key from now on, retries included. */
    public void setSigningKey(String id, String key) {
        klarna.locked(() -> {
            klarna.webhooks.sign(id, key, klarna.now());
            return true;
        });
    }

    /** Which URLs may be registered over Klarna's notification management API from now on. */
    public void allowWebhooksAt(WebhookSettings.Receivers receivers) {
        klarna.locked(() -> {
            klarna.webhooks.subscriptions.receivers(receivers);
            return true;
        });
    }

    /** Every call so far, in order. */
    public List<LedgerEntry> ledger() {
        return klarna.locked(klarna.ledger::entries);
    }

    /** What customers, Klarna and the clock did to Payment Requests, in order. */
    public List<CustomerDecision> decisions() {
        return klarna.locked(klarna.requests::decisions);
    }

    /** The tries to deliver events: those made in order, then those to come by due time. */
    public List<WebhookDelivery> deliveries() {
        return klarna.locked(klarna.webhooks::deliveries);
    }

    /** Who hears of events, and by which key. */
    List<Webhook> webhooks() {
        return klarna.locked(() -> List.copyOf(klarna.webhooks.subscriptions.webhooks()));
    }

    /** Sends an event once more; false where it is unknown. */
    public boolean resend(String eventId) {
        return klarna.locked(() -> klarna.webhooks.resend(eventId, klarna.now()));
    }

    /** All Payment Requests in order of creation, deleted ones included. */
    public List<PaymentRequestView> paymentRequests() {
        return klarna.paymentRequests();
    }

    /** A Payment Request by its id, reference or purchase reference: the newest that fits, deleted or not. */
    public Optional<PaymentRequestView> find(String idOrReference) {
        return klarna.find(idOrReference);
    }

    /** What the ledger says of the partner's behaviour so far. */
    public Judgement judgement() {
        return klarna.locked(() -> Judgement.of(klarna.ledger.entries(), klarna.paymentRequests(), klarna.now()));
    }

    /** Gives up the port and everything else; calls under way are not answered. */
    @Override
    public void close() {
        deliverer.close();
        listener.close();
        if (memory != null) {
            klarna.atTheEndOfEachSection(() -> {});
            memory.close();
        }
    }
}
