package dev.kassa.runtime;

import dev.kassa.sandbox.CannotListenException;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The sandbox of the profiles embedded and sandbox, by the same keys as the service to which it is Klarna. */
final class EmbeddedSandbox {
    static final String DIRECTORY = "kassa.sandbox.directory";

    private static final String ACCOUNTS = "kassa.sandbox.accounts";
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
     * @throws InvalidPropertiesException where it cannot listen, or its directory is another's or damaged
     */
    Sandbox start(String webhookTarget) {
        var webhook = new WebhookSettings(
                URI.create(webhookTarget),
                value(SIGNING_KEY_ID),
                value(SIGNING_KEY),
                environment.getProperty("kassa.klarna.recipient-account-id", WebhookSettings.DEFAULT_RECIPIENT),
                WebhookSettings.Environment.TEST);
        var settings = SandboxSettings.defaults()
                .withAddress(environment.getProperty("kassa.sandbox.address", "127.0.0.1"))
                .withPort(environment.getProperty("kassa.sandbox.port", Integer.class, 8090))
                .withApiKey(value(API_KEY))
                .withAccounts(accounts(environment))
                .withWebhook(webhook);
        URI publicUrl = environment.getProperty("kassa.sandbox.public-url", URI.class);
        if (publicUrl != null) {
            settings = settings.withPublicUrl(publicUrl);
        }
        try {
            String directory = environment.getProperty(DIRECTORY, "");
            return directory.isBlank() ? Sandbox.start(settings) : Sandbox.start(settings, Path.of(directory));
        } catch (UncheckedIOException e) {
            throw fault(DIRECTORY, "cannot be used: " + e.getMessage());
        } catch (CannotListenException e) {
            throw e.isForItsAddress()
                    ? fault("kassa.sandbox.address", "is no address of this machine")
                    : fault("kassa.sandbox.port", "names a port that is taken: " + settings.port());
        } catch (IllegalStateException e) {
            throw fault(DIRECTORY, "cannot be used: " + e.getMessage());
        }
    }

    private static InvalidPropertiesException fault(String property, String what) {
        return new InvalidPropertiesException(List.of(new PropertyFault(property, what)));
    }

    private String value(String property) {
        String own = made.get(property);
        return own == null ? environment.getRequiredProperty(property) : own;
    }

    /**
     * The demo account, the merchants', those of {@code kassa.merchants-file} at this moment included, and those that are
     * named for the sandbox alone.
     */
    static Set<String> accounts(Environment environment) {
        Set<String> accounts = new TreeSet<>(Set.of(SandboxSettings.DEMO_ACCOUNT));
        accounts.addAll(Binder.get(environment)
                .bind(ACCOUNTS, Bindable.listOf(String.class))
                .orElse(List.of()));
        Binder.get(environment)
                .bind("kassa.merchants", Bindable.listOf(KassaProperties.Merchant.class))
                .orElse(List.of())
                .forEach(merchant -> {
                    if (merchant.partnerAccountId() != null) {
                        accounts.add(merchant.partnerAccountId());
                    }
                });
        MerchantsFile.of(environment)
                .ifPresent(
                        file -> file.read().merchants().forEach(merchant -> accounts.add(merchant.partnerAccountId())));
        return accounts;
    }
}
