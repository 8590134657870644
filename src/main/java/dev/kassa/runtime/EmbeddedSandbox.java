package dev.kassa.runtime;

import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The sandbox of the profiles embedded and sandbox, by the same keys as the service to which it is Klarna. */
final class EmbeddedSandbox {
    private static final String API_KEY = "kassa.klarna.api-key";
    private static final String SIGNING_KEY_ID = "kassa.klarna.signing-keys[0].id";
    private static final String SIGNING_KEY = "kassa.klarna.signing-keys[0].key";

    private final Environment environment;
    private final Map<String, String> made = new LinkedHashMap<>();

    private EmbeddedSandbox(Environment environment) {
        this.environment = environment;
    }

    /** A sandbox that is yet to start, by the configured keys, or by ones that are made for it alone. */
    static EmbeddedSandbox withKeysOfItsOwn(Environment environment) {
        var sandbox = new EmbeddedSandbox(environment);
        sandbox.choose(API_KEY, RandomKeys.named("klarna_test_api_"));
        sandbox.choose(SIGNING_KEY_ID, "krn:partner:global:notification:signing-key:embedded");
        sandbox.choose(SIGNING_KEY, RandomKeys.named("signing_"));
        return sandbox;
    }

    /** A sandbox that is yet to start, by the configured keys, or by the demo keys that its documentation names. */
    static EmbeddedSandbox withDemoKeys(Environment environment) {
        var sandbox = new EmbeddedSandbox(environment);
        sandbox.choose(API_KEY, SandboxSettings.DEMO_API_KEY);
        sandbox.choose(SIGNING_KEY_ID, WebhookSettings.DEMO_SIGNING_KEY_ID);
        sandbox.choose(SIGNING_KEY, WebhookSettings.DEMO_SIGNING_KEY);
        return sandbox;
    }

    private void choose(String property, String otherwise) {
        if (environment.getProperty(property, "").isBlank()) {
            made.put(property, otherwise);
        }
    }

    /** What was not configured, as properties of the service. */
    Map<String, String> chosen() {
        return made;
    }

    /**
     * Starts it; notifications go to that URL.
     *
     * @throws InvalidPropertiesException where its port is taken
     */
    Sandbox start(String webhookTarget) {
        var webhook = new WebhookSettings(
                URI.create(webhookTarget),
                value(SIGNING_KEY_ID),
                value(SIGNING_KEY),
                environment.getProperty(
                        "kassa.klarna.recipient-account-id", "krn:partner:global:account:test:LWT2XJSE"),
                WebhookSettings.Environment.TEST);
        var settings = SandboxSettings.defaults()
                .withPort(environment.getProperty("kassa.sandbox.port", Integer.class, 8090))
                .withApiKey(value(API_KEY))
                .withAccounts(accounts())
                .withWebhook(webhook);
        try {
            return Sandbox.start(settings);
        } catch (IllegalStateException _) {
            throw new InvalidPropertiesException(
                    List.of(new PropertyFault("kassa.sandbox.port", "names a port that is taken: " + settings.port())));
        }
    }

    private String value(String property) {
        String own = made.get(property);
        return own == null ? environment.getRequiredProperty(property) : own;
    }

    private Set<String> accounts() {
        Set<String> accounts = new HashSet<>(Set.of(SandboxSettings.DEMO_ACCOUNT));
        Binder.get(environment)
                .bind("kassa.merchants", Bindable.listOf(KassaProperties.Merchant.class))
                .orElse(List.of())
                .forEach(merchant -> {
                    if (merchant.partnerAccountId() != null) {
                        accounts.add(merchant.partnerAccountId());
                    }
                });
        return accounts;
    }
}
