package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.Authorization;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.SandboxTls;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Klarna gives up after 59 s; whoever waits patiently hears it, over HTTP/2 as well. Takes a real minute. */
@Execution(ExecutionMode.CONCURRENT)
class SlowAnswerIT {
    @Test
    void anAnswerAfter59SecondsIsHeard(@TempDir Path folder) {
        var server = Certificates.selfSigned(folder, "localhost");
        var partner = Certificates.selfSigned(folder, "HGBY07TR");
        var tls = new SandboxTls(
                server, Certificates.PASSWORD, Certificates.certificateOf(partner), SandboxTls.Clients.REQUIRED);
        try (var sandbox = Sandbox.start(SandboxSettings.defaults().withApiKey(Calls.API_KEY), tls);
                var klarna = new HttpKlarna(KlarnaSettings.of(sandbox.baseUrl(), () -> Calls.API_KEY, CallPace.PATIENT)
                        .withTls(Certificates.client("TLS", server, partner)))) {
            sandbox.faults().next(Operation.AUTHORIZE, Fault.delayedAnswer(Duration.ofSeconds(59)));

            assertThat(klarna.authorizePayment(Calls.authorize())).isInstanceOf(Authorization.StepUpRequired.class);
            assertThat(sandbox.ledger()).hasSize(1);
        }
    }
}
