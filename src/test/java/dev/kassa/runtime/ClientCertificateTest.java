package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kassa.klarna.http.Certificates;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.SandboxTls;
import dev.kassa.secret.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificate of {@code kassa.klarna.tls}, shown to whoever the JDK trusts. */
class ClientCertificateTest {
    private static final String TRUSTED = "javax.net.ssl.trustStore";

    @TempDir
    private static Path folder;

    private static SandboxTls tls;

    @BeforeAll
    static void makeCertificates() {
        var partner = Certificates.selfSigned(folder, "partner");
        tls = new SandboxTls(
                Certificates.selfSigned(folder, "localhost"),
                Certificates.PASSWORD,
                Certificates.certificateOf(partner),
                SandboxTls.Clients.REPORTED);
    }

    @Test
    void theKeyStoresCertificateIsTheOneThatKlarnaSees() throws Exception {
        System.setProperty(TRUSTED, folder.resolve("localhost.p12").toString());
        System.setProperty(TRUSTED + "Password", Certificates.PASSWORD);
        try (var sandbox = Sandbox.start(SandboxSettings.defaults(), tls);
                var http = HttpClient.newBuilder()
                        .sslContext(ClientCertificate.of(store("partner.p12", Certificates.PASSWORD)))
                        .build()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/accounts/a/payment/requests/b"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());

            assertThat(answer.headers().firstValue("Klarna-Mtls-Verification-Status"))
                    .hasValue("VALID");
        } finally {
            System.clearProperty(TRUSTED);
            System.clearProperty(TRUSTED + "Password");
        }
    }

    @ParameterizedTest
    @CsvSource({"partner.p12, wrong", "nothing.p12, changeit"})
    void aKeyStoreThatCannotBeReadIsNamedWithoutItsPassword(String file, String password) {
        var failure = catchThrowableOfType(
                InvalidPropertiesException.class, () -> ClientCertificate.of(store(file, password)));

        assertThat(failure.faults())
                .containsExactly(new PropertyFault(
                        "kassa.klarna.tls.key-store", "is no key store that can be read, or its password is wrong"));
    }

    private static KassaProperties.Tls store(String file, String password) {
        return new KassaProperties.Tls(folder.resolve(file).toString(), Secret.of(password));
    }
}
