package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.KlarnaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Klarna behind TLS: whom we trust, and whom Klarna trusts. */
class TlsTest {
    private static KeyStore localhost;

    private final AtomicInteger calls = new AtomicInteger();
    private HttpsServer server;

    @BeforeAll
    static void makeACertificate(@TempDir Path folder) {
        localhost = Certificates.selfSigned(folder, "localhost");
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            var body = Calls.APPROVED.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aTrustedServerIsCalledAndShownOurCertificate() throws GeneralSecurityException {
        start(true);
        try (var klarna = client(context(Certificates.keys(localhost)))) {
            assertThat(klarna.authorizePayment(Calls.authorize())).isInstanceOf(Authorization.Approved.class);
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void withoutTheCertificateThatKlarnaAsksForTheCallFailsWithoutEverCountingAsRefused()
            throws GeneralSecurityException {
        start(true);
        try (var klarna = client(context(new KeyManager[0]))) {
            // In TLS 1.3 the refusal follows our first bytes: where it is lost to a reset, the outcome is unknown.
            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOfAny(KlarnaException.Transient.class, KlarnaException.OutcomeUnknown.class);
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void aServerThatIsNotTrustedIsNotTalkedTo() throws GeneralSecurityException {
        start(false);
        try (var klarna = client(SSLContext.getDefault())) {
            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.Transient.class)
                    .hasRootCauseInstanceOf(GeneralSecurityException.class);
        }
        assertThat(calls).hasValue(0);
    }

    private void start(boolean clientCertificate) throws GeneralSecurityException {
        server.setHttpsConfigurator(new HttpsConfigurator(context(Certificates.keys(localhost))) {
            @Override
            public void configure(HttpsParameters parameters) {
                var ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(clientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        server.start();
    }

    private HttpKlarna client(SSLContext tls) {
        var url = String.format(
                Locale.ROOT, "https://localhost:%d/v2", server.getAddress().getPort());
        var settings = KlarnaSettings.of(URI.create(url), () -> Calls.API_KEY, CallPace.PATIENT);
        return new HttpKlarna(settings.withTls(tls));
    }

    private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(localhost);
        var context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }
}
