package dev.kassa.klarna.setup;

import dev.kassa.klarna.http.CallPace;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.klarna.http.NotificationManagement;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.core.env.Environment;

/** Klarna as the service's own properties name it; the API key comes from nowhere else, no command line least of all. */
final class Connection {
    private static final String BASE_URL = "kassa.klarna.base-url";
    private static final String API_KEY = "kassa.klarna.api-key";
    private static final String PUBLIC_URL = "kassa.public-url";
    private static final String KEY_STORE = "kassa.klarna.tls.key-store";
    private static final String PASSWORD = "kassa.klarna.tls.key-store-password";

    private final Environment environment;

    Connection(Environment environment) {
        this.environment = environment;
    }

    /**
     * Klarna's notification management.
     *
     * @throws SetupException naming every property that is missing or wrong
     */
    NotificationManagement open() {
        var faults = new ArrayList<String>();
        var baseUrl = baseUrl(faults);
        var apiKey = property(API_KEY);
        if (apiKey == null) {
            faults.add(API_KEY + " is missing");
        }
        if (!faults.isEmpty()) {
            throw new SetupException(ExitCodes.USAGE, String.join("; ", faults));
        }
        var key = Objects.requireNonNull(apiKey);
        var settings = settings(Objects.requireNonNull(baseUrl), key);
        var keyStore = property(KEY_STORE);
        return new NotificationManagement(
                keyStore == null ? settings : settings.withTls(clientCertificate(keyStore, property(PASSWORD))));
    }

    /** Where Klarna reaches the service's webhook door. */
    URI webhookUrl() {
        var publicUrl = property(PUBLIC_URL);
        if (publicUrl == null) {
            throw new SetupException(ExitCodes.USAGE, PUBLIC_URL + " is missing; set it, or give --url");
        }
        try {
            return new URI(publicUrl.replaceFirst("/$", "") + "/klarna/webhooks");
        } catch (URISyntaxException _) {
            throw new SetupException(ExitCodes.USAGE, PUBLIC_URL + " is no URL");
        }
    }

    private @Nullable URI baseUrl(List<String> faults) {
        var text = property(BASE_URL);
        if (text == null) {
            faults.add(BASE_URL + " is missing");
            return null;
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException _) {
            faults.add(BASE_URL + " is no URL");
            return null;
        }
        // The API key would travel in the clear.
        boolean mayBePlain = isLoopback(url) || Boolean.parseBoolean(property("kassa.allow-plain-http"));
        if (!"https".equals(url.getScheme()) && !mayBePlain) {
            faults.add(BASE_URL + " must begin with https://, unless it is a loopback address");
        }
        return url;
    }

    private static KlarnaSettings settings(URI baseUrl, String apiKey) {
        try {
            return KlarnaSettings.of(baseUrl, () -> apiKey, CallPace.PATIENT);
        } catch (IllegalArgumentException wrong) {
            throw new SetupException(ExitCodes.USAGE, BASE_URL + ": " + wrong.getMessage());
        }
    }

    private static boolean isLoopback(URI url) {
        var host = url.getHost();
        try {
            return host != null
                    && (host.equals("localhost")
                            || (host.matches("\\[.*]|[0-9.]+")
                                    && InetAddress.getByName(host).isLoopbackAddress()));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** Reads the key store as the service does: a path is a file's, unless it says {@code classpath:} or {@code file:}. */
    private static SSLContext clientCertificate(String keyStore, @Nullable String password) {
        var location = keyStore.contains(":") ? keyStore : "file:" + keyStore;
        var store = JksSslStoreDetails.forLocation(location).withPassword(password == null ? "" : password);
        try {
            return SslBundle.of(new JksSslStoreBundle(store, null)).createSslContext();
        } catch (IllegalStateException _) {
            throw new SetupException(
                    ExitCodes.USAGE, KEY_STORE + " is no key store that can be read, or its password is wrong");
        }
    }

    private @Nullable String property(String name) {
        var value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value;
    }
}
