package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.Reading;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.SandboxTls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Klarna as it is reached in earnest: TLS, HTTP/2 and a client certificate. */
class SecureSandboxTest {
    private static KeyStore server;
    private static KeyStore partner;
    private static KeyStore stranger;

    private Sandbox sandbox = started(SandboxTls.Clients.REQUIRED);

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        server = Certificates.selfSigned(folder, "localhost");
        partner = Certificates.selfSigned(folder, "HGBY07TR");
        stranger = Certificates.selfSigned(folder, "LWT2XJSE");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void callsShareOneConnectionEvenWhileTheyAreUnderWayTogether() throws InterruptedException, ExecutionException {
        try (var klarna = client(CallPace.PATIENT, Certificates.client("TLS", server, partner));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var id = stepUp(klarna);
            IntStream.range(0, 5)
                    .forEach(_ -> sandbox.faults().next(Operation.READ, Fault.delayedAnswer(Duration.ofMillis(500))));
            var reads = IntStream.range(0, 5)
                    .mapToObj(_ -> threads.submit(() -> klarna.readPaymentRequest(Calls.ACCOUNT, id)))
                    .toList();
            for (Future<Reading> read : reads) {
                read.get();
            }

            assertThat(sandbox.ledger()).hasSize(6);
            assertThat(sandbox.connections()).isEqualTo(1);
        }
    }

    @RepeatedTest(3)
    void whereACertificateIsRequiredNothingIsSentWithoutOne() {
        try (var klarna = client(CallPace.PATIENT, Certificates.client("TLSv1.2", server))) {
            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.Transient.class)
                    .hasMessage("authorizePayment: Klarna could not be reached, nothing was sent");
        }
        assertThat(sandbox.ledger()).isEmpty();
    }

    /** There the refusal follows our first bytes: where a reset overtakes it, nobody can tell it from a lost answer. */
    @RepeatedTest(3)
    void inTls13NobodyIsServedWithoutACertificateEither() {
        try (var klarna = client(CallPace.PATIENT, Certificates.client("TLSv1.3", server))) {
            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOfAny(KlarnaException.Transient.class, KlarnaException.OutcomeUnknown.class);
        }
        assertThat(sandbox.ledger()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none, NOT_PRESENT", "partner, VALID", "stranger, INVALID"})
    void whatKlarnaThinksOfACertificateIsInItsAnswer(String whose, String verdict) throws Exception {
        sandbox.close();
        sandbox = started(SandboxTls.Clients.REPORTED);
        var tls = switch (whose) {
            case "partner" -> Certificates.client("TLS", server, partner);
            case "stranger" -> Certificates.client("TLS", server, stranger);
            default -> Certificates.client("TLS", server);
        };
        try (var http = HttpClient.newBuilder().sslContext(tls).build()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/accounts/a/payment/requests/b"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.headers().firstValue("Klarna-Mtls-Verification-Status"))
                    .hasValue(verdict);
        }
    }

    @Test
    void aServerThatHangsIsGivenUpInTimeAndItsConnectionServesTheNextCall() {
        try (var klarna = client(CallPace.QUICK, Certificates.client("TLS", server, partner))) {
            stepUp(klarna);
            sandbox.faults().next(Operation.AUTHORIZE, Fault.EXECUTED_BUT_TIMED_OUT);
            var started = Instant.now();

            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.OutcomeUnknown.class)
                    .hasMessage("authorizePayment: Klarna did not answer in time");
            assertThat(Duration.between(started, Instant.now()))
                    .isBetween(Duration.ofMillis(2300), Duration.ofSeconds(3));
            assertThat(klarna.authorizePayment(Calls.authorize())).isInstanceOf(Authorization.StepUpRequired.class);
        }
    }

    @Test
    void aPatientCallWaitsLongerThanAQuickOneWould() {
        try (var klarna = client(CallPace.PATIENT, Certificates.client("TLS", server, partner))) {
            sandbox.faults().next(Operation.AUTHORIZE, Fault.delayedAnswer(Duration.ofMillis(3200)));

            assertThat(klarna.authorizePayment(Calls.authorize())).isInstanceOf(Authorization.StepUpRequired.class);
        }
    }

    @Test
    void aResetOfOneCallLeavesItUnknownAndTheOthersAlone() {
        try (var klarna = client(CallPace.QUICK, Certificates.client("TLS", server, partner))) {
            sandbox.faults().next(Operation.AUTHORIZE, Fault.RESET_AFTER);

            assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                    .isInstanceOf(KlarnaException.OutcomeUnknown.class);
            assertThat(sandbox.ledger()).hasSize(1);
            stepUp(klarna);
            assertThat(sandbox.paymentRequests()).hasSize(1);
        }
    }

    private static Sandbox started(SandboxTls.Clients clients) {
        var tls = new SandboxTls(server, Certificates.PASSWORD, Certificates.certificateOf(partner), clients);
        return Sandbox.start(SandboxSettings.defaults().withApiKey(Calls.API_KEY), tls);
    }

    private HttpKlarna client(CallPace pace, SSLContext tls) {
        return new HttpKlarna(
                KlarnaSettings.of(sandbox.baseUrl(), () -> Calls.API_KEY, pace).withTls(tls));
    }

    private static PaymentRequestId stepUp(HttpKlarna klarna) {
        var answer = (Authorization.StepUpRequired) klarna.authorizePayment(Calls.authorize());
        return answer.paymentRequest().paymentRequestId();
    }
}
