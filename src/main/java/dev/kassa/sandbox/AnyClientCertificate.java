package dev.kassa.sandbox;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Lets every client in; who it was is judged afterwards. Public because Tomcat makes it by its name. */
public final class AnyClientCertificate implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // See ClientCertificates, which says what it thinks of it in the answer.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("the sandbox is no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
