package dev.kassa.storm;

import dev.kassa.checkout.workflow.WebhookReceiver;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** All that must stand in no history, log or metric: what is there once, and how every token of the sandbox begins. */
final class Secrets {
    /** As a merchant's page had it from Klarna's SDK. */
    static final String SESSION_TOKEN = "krn:network:eu1:test:session-token:eyJ.of.the.merchants.page";

    private static final byte[] KEY = "a storm's key of 32 bytes: tests".getBytes(StandardCharsets.US_ASCII);
    static final String KEY_ID = "storm";
    static final String KEY_BASE64 = Base64.getEncoder().encodeToString(KEY);
    static final KeyRing KEYS = new KeyRing(List.of(new EncryptionKey(KEY_ID, KEY)));

    /** How the API keys of merchants begin where they have any. */
    static final String API_KEYS = "storm-api-key-of-";

    static final List<String> ALL = List.of(
            API_KEYS,
            "krn:payment:eu1:payment-token:",
            "session-token:eyJ",
            "krn:partner:global:customer-token:",
            SandboxSettings.DEMO_API_KEY,
            WebhookReceiver.KEY,
            new String(KEY, StandardCharsets.US_ASCII),
            KEY_BASE64);

    private Secrets() {}

    static boolean isIn(String text) {
        return ALL.stream().anyMatch(text::contains);
    }
}
