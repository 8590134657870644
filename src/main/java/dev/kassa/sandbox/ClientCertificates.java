package dev.kassa.sandbox;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLSupport;

/** TLS on the listener, and its verdict on a client's certificate (Klarna docs: Configure mTLS). */
final class ClientCertificates {
    static final String HEADER = "Klarna-Mtls-Verification-Status";

    private final SandboxTls tls;
    private final X509TrustManager authorities;

    ClientCertificates(SandboxTls tls) throws GeneralSecurityException {
        this.tls = tls;
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(tls.clientAuthorities());
        this.authorities = Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    void secure(Http11NioProtocol protocol) {
        var host = new SSLHostConfig();
        host.setProtocols("TLSv1.2,TLSv1.3");
        var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(tls.keyStore());
        certificate.setCertificateKeystorePassword(tls.keyPassword());
        host.addCertificate(certificate);
        switch (tls.clients()) {
            case REPORTED -> {
                host.setCertificateVerification("optional");
                host.setTrustManagerClassName(AnyClientCertificate.class.getName());
            }
            case REQUIRED -> {
                host.setCertificateVerification("required");
                host.setTrustStore(tls.clientAuthorities());
            }
        }
        protocol.setSecure(true);
        protocol.setSSLEnabled(true);
        protocol.addSslHostConfig(host);
        protocol.addUpgradeProtocol(new Http2Protocol());
    }

    /** Klarna's word for the certificate that came with a call. */
    String verdict(Request request) {
        request.action(ActionCode.REQ_SSL_ATTRIBUTE, request);
        if (!(request.getAttribute(SSLSupport.CERTIFICATE_KEY) instanceof X509Certificate[] chain)) {
            return "NOT_PRESENT";
        }
        try {
            authorities.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return "VALID";
        } catch (CertificateException _) {
            return "INVALID";
        }
    }
}
