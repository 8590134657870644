package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @Test
    void anExecutedCallThatTimesOutIsAnsweredOnRepeat() {
        sandbox.faults().next(Operation.AUTHORIZE, Fault.EXECUTED_BUT_TIMED_OUT);
        HttpRequest impatient = partner.request(partner.accountPath() + "/authorize")
                .timeout(Duration.ofMillis(300))
                .header("Content-Type", "application/json")
                .header("Klarna-Idempotency-Key", "k")
                .POST(HttpRequest.BodyPublishers.ofString(Partner.firstBody()))
                .build();

        assertThatThrownBy(() -> partner.send(impatient)).hasCauseInstanceOf(HttpTimeoutException.class);
        Partner.Heard repeat = partner.authorize(Partner.firstBody(), "k");

        assertThat(repeat.status()).isEqualTo(200);
        assertThat(sandbox.paymentRequests()).hasSize(1);
        assertThat(sandbox.ledger()).extracting(LedgerEntry::status).containsExactly(0, 200);
        assertThat(sandbox.ledger())
                .extracting(LedgerEntry::effect)
                .containsExactly(Effect.CREATED_REQUEST, Effect.REPLAYED);
        assertThat(sandbox.ledger()).extracting(LedgerEntry::fault).containsExactly("EXECUTED_BUT_TIMED_OUT", null);
    }

    @Test
    void anInternalErrorMayHaveExecuted() {
        String id = partner.stepUp();
        sandbox.faults().next(Operation.CANCEL, Fault.INTERNAL_ERROR_500);

        assertThat(partner.cancel(id).text("/error_code")).isEqualTo("INTERNAL_ERROR");
        assertThat(partner.read(id).text("/state")).isEqualTo("CANCELED");
    }

    @Test
    void aFaultMayBeMeantForOnePurchaseOnly() {
        sandbox.faults().alwaysFor("ORD-99", Operation.AUTHORIZE, Fault.UNAVAILABLE_503);

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
        assertThat(partner.authorize(Partner.firstBody().replace("ORD-42", "ORD-99"))
                        .status())
                .isEqualTo(503);
        sandbox.faults().clear();
        assertThat(partner.authorize(Partner.firstBody().replace("ORD-42", "ORD-99"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aFaultMayLastForAWhileOfTheClock() {
        sandbox.faults().during(Duration.ofMinutes(5), Operation.AUTHORIZE, Fault.UNAUTHORIZED_401);

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(401);
        sandbox.advance(Duration.ofMinutes(5));

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
        assertThat(sandbox.faults().rules()).isEmpty();
    }

    @Test
    void aStormOf429HitsOneCategoryAndNamesIt() {
        String id = partner.stepUp();
        sandbox.faults().next(RateCategory.PAYMENT_REQUEST_MANAGEMENT, 2, Fault.RATE_LIMITED_429);

        Partner.Heard read = partner.read(id);
        assertThat(read.status()).isEqualTo(429);
        assertThat(read.raw().headers().firstValue("X-Ratelimit-Limit"))
                .hasValue("200, 200;w=1;name=\"Payment Request Management\"");
        assertThat(read.raw().headers().firstValue("X-Ratelimit-Remaining")).hasValue("0");
        assertThat(read.raw().headers().firstValue("X-Ratelimit-Reset")).hasValue("1");
        assertThat(read.raw().headers().firstValue("Retry-After")).isEmpty();
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
        assertThat(partner.cancel(id).status()).isEqualTo(429);
        assertThat(partner.cancel(id).status()).isEqualTo(200);
    }

    @Test
    void refusedConnectionsAreRefusedUntilLifted() {
        partner.stepUp();
        sandbox.refuseConnections();

        assertThatThrownBy(() -> partner.authorize(Partner.firstBody())).hasCauseInstanceOf(ConnectException.class);

        sandbox.acceptConnections();
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
    }

    @Test
    void refusedConnectionsEndByTheClock() {
        sandbox.refuseConnections(Duration.ofMinutes(2));
        assertThat(sandbox.nextDue()).isPresent();
        assertThatThrownBy(() -> partner.authorize(Partner.firstBody())).hasCauseInstanceOf(ConnectException.class);

        sandbox.advance(Duration.ofMinutes(2));
        sandbox.deliverDue();

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
    }

    @Test
    void aSandboxCanBeStartedAgainOnItsPort() {
        int port = sandbox.port();
        partner.stepUp();
        sandbox.close();

        try (Sandbox again = Sandbox.start(SandboxSettings.defaults().withPort(port));
                Partner there = new Partner(again)) {
            assertThat(there.authorize(Partner.firstBody()).status()).isEqualTo(200);
        }
    }
}
