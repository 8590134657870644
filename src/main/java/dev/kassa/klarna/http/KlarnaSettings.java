package dev.kassa.klarna.http;

import java.net.URI;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where Klarna is and who we are to it.
 *
 * @param baseUrl with the version, such as {@code https://api-global.test.klarna.com/v2}
 * @param apiKey asked at every call, so that it can change; sent as it is and never printed
 * @param timeouts of every call
 * @param integrator what Klarna is told about this software
 * @param tls a context with our client certificate, which Klarna requires of acquiring partners (Klarna docs: Configure
 *     mTLS); absent for the JDK's own
 * @param updates the method and path of an update
 * @param budget shared by all clients of the same Klarna; absent: as many calls as there are
 */
public record KlarnaSettings(
        URI baseUrl,
        Supplier<String> apiKey,
        Timeouts timeouts,
        Integrator integrator,
        @Nullable SSLContext tls,
        UpdateMethod updates,
        @Nullable CallBudget budget) {

    public KlarnaSettings {
        boolean http = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
        if (!http || baseUrl.getHost() == null || baseUrl.getRawQuery() != null || baseUrl.getRawUserInfo() != null) {
            throw new IllegalArgumentException("Klarna's base URL must be http(s)://host[:port]/path");
        }
    }

    /** The usual settings for one kind of {@link CallPace}, without a client certificate and without a budget. */
    public static KlarnaSettings of(URI baseUrl, Supplier<String> apiKey, CallPace pace) {
        return new KlarnaSettings(baseUrl, apiKey, pace.timeouts(), Integrator.KASSA, null, UpdateMethod.PATCH, null);
    }

    public KlarnaSettings withTimeouts(Timeouts other) {
        return new KlarnaSettings(baseUrl, apiKey, other, integrator, tls, updates, budget);
    }

    public KlarnaSettings withTls(SSLContext context) {
        return new KlarnaSettings(baseUrl, apiKey, timeouts, integrator, context, updates, budget);
    }

    public KlarnaSettings withUpdates(UpdateMethod other) {
        return new KlarnaSettings(baseUrl, apiKey, timeouts, integrator, tls, other, budget);
    }

    public KlarnaSettings withBudget(CallBudget shared) {
        return new KlarnaSettings(baseUrl, apiKey, timeouts, integrator, tls, updates, shared);
    }

    /** Whoever may print settings must not learn the key. */
    @Override
    public String toString() {
        return "KlarnaSettings[" + baseUrl + ", " + timeouts + "]";
    }

    /** Names this software in {@code Klarna-Integration-Metadata}. */
    public record Integrator(String name, String moduleName, String moduleVersion) {
        public static final Integrator KASSA = new Integrator("Kassa", "kassa", version());

        private static String version() {
            var version = KlarnaSettings.class.getPackage().getImplementationVersion();
            return version != null ? version : "unreleased";
        }
    }
}
