package dev.kassa.klarna.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.TrustedCertificateEntry;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates for one run of tests, on the curve that Klarna asks for. */
public final class Certificates {
    public static final String PASSWORD = "changeit";

    private Certificates() {}

    /** A key of its own with a certificate that it has signed itself, in a file of this folder. */
    public static KeyStore selfSigned(Path folder, String name) {
        return selfSigned(folder, name, PASSWORD);
    }

    /** The same, with a password of its own. */
    public static KeyStore selfSigned(Path folder, String name, String password) {
        var file = folder.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        try {
            var process = new ProcessBuilder((keytool + " -genkeypair -alias " + name
                                    + " -keyalg EC -groupname secp256r1 -dname CN=" + name
                                    + " -ext san=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12"
                                    + " -storepass " + password + " -keystore " + file)
                            .split(" ", -1))
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            var store = KeyStore.getInstance("PKCS12");
            try (var in = Files.newInputStream(file)) {
                store.load(in, password.toCharArray());
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Only the certificate, to be trusted. */
    public static KeyStore certificateOf(KeyStore owner) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var alias = owner.aliases().nextElement();
            store.setEntry(alias, new TrustedCertificateEntry(owner.getCertificate(alias)), null);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that trusts that server alone, with the keys of that store if there is one. */
    public static SSLContext client(String protocol, KeyStore server, KeyStore... own) {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(server);
            var context = SSLContext.getInstance(protocol);
            context.init(own.length == 0 ? new KeyManager[0] : keys(own[0]), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyManager[] keys(KeyStore owner) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(owner, PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }
}
