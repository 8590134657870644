package dev.kassa.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a sandbox is set up when it starts.
 *
 * @param address the address to listen on; loopback unless something else is asked for
 * @param port 0 for any free one
 * @param publicUrl where browsers reach the sandbox, without a path; where absent, by address and port
 * @param clock the base time, to which the sandbox adds what it was advanced by
 * @param apiKey what {@code Authorization: Basic …} must carry, unencoded
 * @param accounts the partner accounts that the key may act for
 * @param webhook where events go; absent: nowhere
 * @param ticking whether what falls due happens by itself, or only when {@link Sandbox#deliverDue()} is called
 * @param deletionDelay how long an expired Payment Request can still be read
 * @param switches how what Klarna's documents leave open is read
 */
public record SandboxSettings(
        String address,
        int port,
        Optional<URI> publicUrl,
        InstantSource clock,
        String apiKey,
        Set<String> accounts,
        Optional<WebhookSettings> webhook,
        boolean ticking,
        Duration deletionDelay,
        Switches switches) {

    /** The API key of {@link #defaults()}. */
    public static final String DEMO_API_KEY = "klarna_test_api_demo";

    /** The partner account of {@link #defaults()}. */
    public static final String DEMO_ACCOUNT = "krn:partner:global:account:test:HGBY07TR";

    /** Any free port on loopback, the system's time, the demo key and account, no webhooks, in real time. */
    public static SandboxSettings defaults() {
        return new SandboxSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                InstantSource.system(),
                DEMO_API_KEY,
                Set.of(DEMO_ACCOUNT),
                Optional.empty(),
                true,
                Duration.ofMinutes(5),
                Switches.defaults());
    }

    /** The same, listening on another address. */
    public SandboxSettings withAddress(String other) {
        return changed(draft -> draft.address = other);
    }

    /** The same on another port; 0 is any free one. */
    public SandboxSettings withPort(int other) {
        return changed(draft -> draft.port = other);
    }

    /** The same, reached by browsers under another URL (without a path). */
    public SandboxSettings withPublicUrl(URI other) {
        return changed(draft -> draft.publicUrl = Optional.of(other));
    }

    /** The same on another base time. */
    public SandboxSettings withClock(InstantSource other) {
        return changed(draft -> draft.clock = other);
    }

    /** The same with another API key. */
    public SandboxSettings withApiKey(String other) {
        return changed(draft -> draft.apiKey = other);
    }

    /** The same for other partner accounts. */
    public SandboxSettings withAccounts(Set<String> others) {
        return changed(draft -> draft.accounts = Set.copyOf(others));
    }

    /** The same with test events sent to {@code target}, for the acquiring partner's demo account. */
    public SandboxSettings withWebhook(URI target, String signingKeyId, String signingKey) {
        return withWebhook(new WebhookSettings(
                target, signingKeyId, signingKey, WebhookSettings.DEFAULT_RECIPIENT, WebhookSettings.Environment.TEST));
    }

    /** The same with events sent as {@code settings} say. */
    public SandboxSettings withWebhook(WebhookSettings settings) {
        return changed(draft -> draft.webhook = Optional.of(settings));
    }

    /** The same, in real time (true) or moved by {@link Sandbox#deliverDue()} alone (false). */
    public SandboxSettings withTicking(boolean other) {
        return changed(draft -> draft.ticking = other);
    }

    /** The same with another time between expiry and deletion; zero deletes at once. */
    public SandboxSettings withDeletionDelay(Duration other) {
        return changed(draft -> draft.deletionDelay = other);
    }

    /** The same with other readings of what Klarna's documents leave open. */
    public SandboxSettings withSwitches(Switches others) {
        return changed(draft -> draft.switches = others);
    }

    private SandboxSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** All of it, open to one change. */
    private static final class Draft {
        private String address;
        private int port;
        private Optional<URI> publicUrl;
        private InstantSource clock;
        private String apiKey;
        private Set<String> accounts;
        private Optional<WebhookSettings> webhook;
        private boolean ticking;
        private Duration deletionDelay;
        private Switches switches;

        Draft(SandboxSettings from) {
            address = from.address;
            port = from.port;
            publicUrl = from.publicUrl;
            clock = from.clock;
            apiKey = from.apiKey;
            accounts = from.accounts;
            webhook = from.webhook;
            ticking = from.ticking;
            deletionDelay = from.deletionDelay;
            switches = from.switches;
        }

        SandboxSettings settings() {
            return new SandboxSettings(
                    address, port, publicUrl, clock, apiKey, accounts, webhook, ticking, deletionDelay, switches);
        }
    }

    /** Without the key: a log must not learn it, not even a simulator's. */
    @Override
    public String toString() {
        return "SandboxSettings[address=" + address + ", port=" + port + ", accounts=" + accounts + "]";
    }
}
