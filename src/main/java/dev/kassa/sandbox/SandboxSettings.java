package dev.kassa.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

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
 * @param defaultLifetime of a Payment Request without {@code interaction_expiry}
 * @param deletionDelay how long an expired Payment Request can still be read
 * @param switches how the contradictions of Klarna's documents are read
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
        Duration defaultLifetime,
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
                Duration.ofHours(3),
                Duration.ofMinutes(5),
                Switches.defaults());
    }

    /** The same, listening on another address. */
    public SandboxSettings withAddress(String other) {
        return new SandboxSettings(
                other,
                port,
                publicUrl,
                clock,
                apiKey,
                accounts,
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same on another port; 0 is any free one. */
    public SandboxSettings withPort(int other) {
        return new SandboxSettings(
                address,
                other,
                publicUrl,
                clock,
                apiKey,
                accounts,
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same, reached by browsers under another URL (without a path). */
    public SandboxSettings withPublicUrl(URI other) {
        return new SandboxSettings(
                address,
                port,
                Optional.of(other),
                clock,
                apiKey,
                accounts,
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same on another base time. */
    public SandboxSettings withClock(InstantSource other) {
        return new SandboxSettings(
                address,
                port,
                publicUrl,
                other,
                apiKey,
                accounts,
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same with another API key. */
    public SandboxSettings withApiKey(String other) {
        return new SandboxSettings(
                address,
                port,
                publicUrl,
                clock,
                other,
                accounts,
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same for other partner accounts. */
    public SandboxSettings withAccounts(Set<String> others) {
        return new SandboxSettings(
                address,
                port,
                publicUrl,
                clock,
                apiKey,
                Set.copyOf(others),
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same with test events sent to {@code target}, for the acquiring partner's demo account. */
    public SandboxSettings withWebhook(URI target, String signingKeyId, String signingKey) {
        return withWebhook(new WebhookSettings(
                target, signingKeyId, signingKey, WebhookSettings.DEFAULT_RECIPIENT, WebhookSettings.Environment.TEST));
    }

    /** The same with events sent as {@code settings} say. */
    public SandboxSettings withWebhook(WebhookSettings settings) {
        return new SandboxSettings(
                address,
                port,
                publicUrl,
                clock,
                apiKey,
                accounts,
                Optional.of(settings),
                ticking,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same, in real time (true) or moved by {@link Sandbox#deliverDue()} alone (false). */
    public SandboxSettings withTicking(boolean other) {
        return new SandboxSettings(
                address,
                port,
                publicUrl,
                clock,
                apiKey,
                accounts,
                webhook,
                other,
                defaultLifetime,
                deletionDelay,
                switches);
    }

    /** The same with another lifetime for Payment Requests that name none. */
    public SandboxSettings withDefaultLifetime(Duration other) {
        return new SandboxSettings(
                address, port, publicUrl, clock, apiKey, accounts, webhook, ticking, other, deletionDelay, switches);
    }

    /** The same with another time between expiry and deletion; zero deletes at once. */
    public SandboxSettings withDeletionDelay(Duration other) {
        return new SandboxSettings(
                address, port, publicUrl, clock, apiKey, accounts, webhook, ticking, defaultLifetime, other, switches);
    }

    /** The same with other readings of Klarna's contradictions. */
    public SandboxSettings withSwitches(Switches others) {
        return new SandboxSettings(
                address,
                port,
                publicUrl,
                clock,
                apiKey,
                accounts,
                webhook,
                ticking,
                defaultLifetime,
                deletionDelay,
                others);
    }

    /** Without the key: a log must not learn it, not even a simulator's. */
    @Override
    public String toString() {
        return "SandboxSettings[address=" + address + ", port=" + port + ", accounts=" + accounts + "]";
    }
}
