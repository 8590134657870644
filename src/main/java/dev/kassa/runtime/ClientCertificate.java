package dev.kassa.runtime;

import dev.kassa.secret.Secret;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Our certificate, by which Klarna knows an acquiring partner (Klarna docs: Configure mTLS). */
final class ClientCertificate {
    private ClientCertificate() {}

    /**
     * A TLS context with the key store's certificate, which trusts whom the JDK trusts.
     *
     * @throws InvalidPropertiesException where the file or the password is not the right one
     */
    static SSLContext of(KassaProperties.Tls tls) {
        Secret secret = Objects.requireNonNull(tls.keyStorePassword());
        char[] password = secret.reveal().toCharArray();
        try {
            var keyStore = KeyStore.getInstance(new File(Objects.requireNonNull(tls.keyStore())), password);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore, password);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException _) {
            throw new InvalidPropertiesException(List.of(new PropertyFault(
                    "kassa.klarna.tls.key-store", "is no key store that can be read, or its password is wrong")));
        }
    }
}
