package dev.kassa.runtime;

import dev.kassa.secret.Secret;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;

/** Our certificate, by which Klarna knows an acquiring partner (Klarna docs: Configure mTLS). */
final class ClientCertificate {
    private ClientCertificate() {}

    /**
     * A TLS context with the key store's certificate, which trusts whom the JDK trusts.
     *
     * @throws InvalidPropertiesException where the file or the password is not the right one
     */
    static SSLContext of(KassaProperties.Tls tls) {
        Secret password = Objects.requireNonNull(tls.keyStorePassword());
        var store = JksSslStoreDetails.forLocation(location(Objects.requireNonNull(tls.keyStore())))
                .withPassword(password.reveal());
        try {
            return SslBundle.of(new JksSslStoreBundle(store, null)).createSslContext();
        } catch (IllegalStateException _) {
            throw new InvalidPropertiesException(List.of(new PropertyFault(
                    "kassa.klarna.tls.key-store", "is no key store that can be read, or its password is wrong")));
        }
    }

    /** A path is a file's; what begins with {@code classpath:} or {@code file:} is what it says. */
    private static String location(String keyStore) {
        return keyStore.contains(":") ? keyStore : "file:" + keyStore;
    }
}
