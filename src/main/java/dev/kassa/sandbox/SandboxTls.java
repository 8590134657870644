package dev.kassa.sandbox;

import java.security.KeyStore;

/**
 * TLS for a sandbox, with HTTP/2 for whoever offers it, and with client certificates (klarna.md, section 2).
 *
 * @param keyStore the sandbox's own key and certificate
 * @param keyPassword of the key in it
 * @param clientAuthorities who may have signed a client's certificate
 * @param clients what a client without a good certificate meets
 */
public record SandboxTls(KeyStore keyStore, String keyPassword, KeyStore clientAuthorities, Clients clients) {

    /** What a client without a good certificate meets. */
    public enum Clients {
        /** An answer: only {@code Klarna-Mtls-Verification-Status} tells. */
        REPORTED,
        /** The end of its handshake. */
        REQUIRED
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SandboxTls[" + clients + "]";
    }
}
