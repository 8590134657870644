package dev.kassa.sandbox;

import java.net.URI;

/**
 * Where the sandbox sends its webhooks and by which key it signs them.
 *
 * @param target the receiver's URL
 * @param signingKeyId sent as {@code Klarna-Signing-Key-Id}
 * @param signingKey the key itself: its UTF-8 bytes sign, undecoded
 * @param recipientAccount the acquiring partner's account, {@code metadata.recipient_account_id}
 * @param environment what {@code metadata.live} says
 */
public record WebhookSettings(
        URI target, String signingKeyId, String signingKey, String recipientAccount, Environment environment) {

    /** The acquiring partner's account where none was set. */
    public static final String DEFAULT_RECIPIENT = "krn:partner:global:account:test:LWT2XJSE";

    /** The signing key's id where none was set. */
    public static final String DEMO_SIGNING_KEY_ID = "krn:partner:global:notification:signing-key:demo";

    /** The signing key where none was set. */
    public static final String DEMO_SIGNING_KEY = "demo-signing-key-not-a-secret";

    static WebhookSettings demo() {
        return new WebhookSettings(
                URI.create("http://127.0.0.1:9/"),
                DEMO_SIGNING_KEY_ID,
                DEMO_SIGNING_KEY,
                DEFAULT_RECIPIENT,
                Environment.TEST);
    }

    /** Which of Klarna's two environments an event claims to come from. */
    public enum Environment {
        /** {@code live: false}. */
        TEST,
        /** {@code live: true}. */
        LIVE
    }

    /** Which URLs may be registered through Klarna's notification management API. */
    public enum Receivers {
        /** Only {@code https://} on port 443 or 8443, as Klarna has it. */
        HTTPS_ONLY,
        /** Also anything on a loopback address. */
        LOOPBACK_TOO
    }

    /** Without the key: a log must not learn it, not even a simulator's. */
    @Override
    public String toString() {
        return "WebhookSettings[target=" + target + ", signingKeyId=" + signingKeyId + "]";
    }
}
