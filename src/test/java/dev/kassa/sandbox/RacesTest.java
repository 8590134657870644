package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Races and chance: what happens around a call, scripted in one line. */
class RacesTest {

    private static final String SESSION = "Klarna-Network-Session-Token";

    private final Receiver receiver = new Receiver();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults()
            .withTicking(false)
            .withWebhook(receiver.url(), "key-1", WebhookSettings.DEMO_SIGNING_KEY));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CUSTOMER_APPROVES, 409, COMPLETED",
        "CUSTOMER_DECLINES, 409, DECLINED",
        "KLARNA_CANCELS, 409, CANCELED",
        "CUSTOMER_ENTERS, 200, CANCELED",
        "REQUEST_IN_ITS_LAST_SECOND, 200, CANCELED",
        "REQUEST_EXPIRES, 409, EXPIRED"
    })
    void aCancelIsLateForWhatHappensJustBeforeIt(Happening happening, int status, String state) {
        String id = partner.stepUp();
        sandbox.faults().next(Operation.CANCEL, happening.justBefore());

        assertThat(partner.cancel(id).status()).isEqualTo(status);

        assertThat(sandbox.ledger().getLast().fault()).isEqualTo(happening + "_JUST_BEFORE");
        assertThat(partner.read(id).text("/state")).isEqualTo(state);
    }

    @Test
    void anAbortBeforeACancelLeavesTheRequestSubmitted() {
        String id = partner.stepUp();
        sandbox.customer(id).enter();
        sandbox.faults().next(Operation.CANCEL, Happening.CUSTOMER_ABORTS.justBefore());

        assertThat(partner.cancel(id).text("/previous_state")).isEqualTo("SUBMITTED");
    }

    @Test
    void newsOfWhatHappensDuringACallOvertakeItsAnswer() {
        String id = partner.stepUp();
        sandbox.faults().next(Operation.CANCEL, Happening.CUSTOMER_APPROVES.during());

        assertThat(partner.cancel(id).status()).isEqualTo(409);

        assertThat(receiver.types()).contains("payment.request.state-change.completed");
        assertThat(sandbox.ledger().getLast().fault()).isEqualTo("CUSTOMER_APPROVES_DURING");
    }

    @Test
    void theCustomerMayApproveBeforeTheAuthorizeIsAnswered() {
        sandbox.faults().next(Operation.AUTHORIZE, Fault.RESET_AFTER.and(Happening.CUSTOMER_APPROVES.justAfter()));

        assertThat(sandbox.paymentRequests()).isEmpty();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> partner.authorize(Partner.firstBody(), "k")))
                .isNotNull();

        assertThat(sandbox.paymentRequests())
                .extracting(PaymentRequestView::state)
                .containsExactly(RequestState.COMPLETED);
        assertThat(sandbox.ledger().getLast().fault()).isEqualTo("RESET_AFTER+CUSTOMER_APPROVES_JUST_AFTER");
        assertThat(partner.authorize(Partner.firstBody(), "k").text("/payment_request/state"))
                .isEqualTo("SUBMITTED");
    }

    @ParameterizedTest
    @CsvSource({"TOKEN_IN_ITS_LAST_SECOND, 200, false", "TOKEN_EXPIRES, 400, true", "REQUEST_EXPIRES, 200, false"})
    void aFinalizationRacesWithTheClock(Happening happening, int status, boolean late) {
        String token = token();
        sandbox.faults().next(Operation.FINAL_AUTHORIZE, happening.justBefore());

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "f").status())
                .isEqualTo(status);

        assertThat(sandbox.ledger().getLast().lateToken()).isEqualTo(late);
        assertThat(sandbox.ledger().getLast().fault()).isEqualTo(happening + "_JUST_BEFORE");
    }

    @Test
    void theTokenMayDieWhileItIsBeingSpentOrJustAfter() {
        String token = token();
        sandbox.faults().next(Operation.FINAL_AUTHORIZE, Happening.TOKEN_EXPIRES.justAfter());

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "f").status())
                .isEqualTo(200);

        assertThat(sandbox.ledger().getLast().lateToken()).isFalse();
        assertThat(sandbox.now())
                .isAfterOrEqualTo(sandbox.find("chk_1-1").orElseThrow().tokenExpiresAt());
    }

    @Test
    void theClockMayJumpAroundACall() {
        String id = partner.stepUp();
        sandbox.faults().next(Operation.READ, Fault.clockJumpsJustAfter(Duration.ofMinutes(30)));

        assertThat(partner.read(id).text("/state")).isEqualTo("SUBMITTED");
        assertThat(partner.read(id).text("/state")).isEqualTo("EXPIRED");
        assertThat(sandbox.ledger())
                .extracting(LedgerEntry::fault)
                .containsExactly(null, "CLOCK_ADVANCES_JUST_AFTER", null);
    }

    @Test
    void aRaceThatCannotHappenIsNotInTheLedger() {
        String id = partner.stepUp();
        partner.cancel(id);
        sandbox.faults()
                .next(
                        Operation.READ,
                        Happening.CUSTOMER_APPROVES.justBefore(),
                        Fault.WRONG_CONTENT_TYPE.and(Happening.TOKEN_EXPIRES.justBefore()));

        assertThat(partner.read(id).text("/state")).isEqualTo("CANCELED");
        partner.read(id);

        assertThat(sandbox.ledger())
                .extracting(LedgerEntry::fault)
                .containsExactly(null, null, null, "WRONG_CONTENT_TYPE");
    }

    @Test
    void chanceIsTheSameForTheSameSeedAndCalls() {
        List<String> once = faultsBySeed(42);

        assertThat(faultsBySeed(42)).isEqualTo(once);
        assertThat(faultsBySeed(43)).isNotEqualTo(once);
        assertThat(once).contains("UNAVAILABLE_503", "INTERNAL_ERROR_500", "null");
    }

    @Test
    void whatIsScheduledGoesBeforeChanceAndClearingEndsBoth() {
        sandbox.faults().random(1, 1000, Fault.UNAVAILABLE_503);
        sandbox.faults().next(Operation.AUTHORIZE, Fault.CONFLICT_409);

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(409);
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(503);
        sandbox.faults().clear();
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
    }

    private List<String> faultsBySeed(long seed) {
        sandbox.faults().clear();
        sandbox.faults().random(seed, 400, Fault.UNAVAILABLE_503, Fault.INTERNAL_ERROR_500);
        int before = sandbox.ledger().size();
        IntStream.range(0, 40).forEach(_ -> partner.read("x"));
        return sandbox.ledger().stream()
                .skip(before)
                .map(entry -> String.valueOf(entry.fault()))
                .toList();
    }

    private String token() {
        return requireNonNull(sandbox.customer(partner.stepUp()).approve().sessionToken());
    }
}
