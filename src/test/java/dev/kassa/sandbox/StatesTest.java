package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatesTest {

    private Sandbox sandbox = start(Switches.defaults());
    private Partner partner = new Partner(sandbox);

    private static Sandbox start(Switches switches) {
        return Sandbox.start(SandboxSettings.defaults()
                .withTicking(false)
                .withDeletionDelay(Duration.ofMinutes(5))
                .withSwitches(switches));
    }

    private void restartWith(Switches switches) {
        close();
        sandbox = start(switches);
        partner = new Partner(sandbox);
    }

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @Test
    void aStepUpCreatesASubmittedRequestWithItsUrlAndExpiry() {
        Partner.Heard heard = partner.authorize(Partner.firstBody());

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text("/payment_transaction_response/result")).isEqualTo("STEP_UP_REQUIRED");
        assertThat(heard.text("/payment_request/state")).isEqualTo("SUBMITTED");
        assertThat(heard.text("/payment_request/payment_request_reference")).isEqualTo("chk_1-1");
        assertThat(heard.text("/payment_request/state_context/customer_interaction/payment_request_url"))
                .startsWith(sandbox.homeUrl() + "pay/");
        PaymentRequestView view = sandbox.find("chk_1-1").orElseThrow();
        assertThat(Duration.between(view.createdAt(), view.expiresAt())).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aCustomerEntersAbortsComesBackAndApproves() {
        String id = partner.stepUp();

        sandbox.customer(id).enter();
        assertThat(partner.read(id).text("/state")).isEqualTo("IN_PROGRESS");
        sandbox.customer(id).abort();
        assertThat(partner.read(id).text("/state")).isEqualTo("SUBMITTED");
        assertThat(partner.read(id).text("/state_reason")).isEqualTo("PURCHASE_FLOW_ABORTED");
        sandbox.customer(id).approve();

        Partner.Heard read = partner.read(id);
        assertThat(read.text("/state")).isEqualTo("COMPLETED");
        assertThat(read.text("/previous_state")).isEqualTo("IN_PROGRESS");
        assertThat(read.text("/state_context/payment_token")).isNotEmpty();
        assertThat(read.text("/state_context/klarna_network_session_token")).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"SUBMITTED", "IN_PROGRESS"})
    void anOpenRequestCanBeCanceled(RequestState state) {
        String id = inState(state);

        Partner.Heard heard = partner.cancel(id);

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text("/state")).isEqualTo("CANCELED");
        assertThat(heard.text("/previous_state")).isEqualTo(state.name());
        assertThat(heard.text("/state_reason")).isEqualTo("PARTNER_CANCELED");
        assertThat(heard.text("/canceled_at")).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"COMPLETED", "CANCELED", "DECLINED", "EXPIRED"})
    void aRequestThatIsNotOpenCannotBeCanceled(RequestState state) {
        String id = inState(state);

        Partner.Heard heard = partner.cancel(id);

        assertThat(heard.status()).isEqualTo(409);
        assertThat(heard.text("/error_code")).isEqualTo("RESOURCE_CONFLICT");
        assertThat(partner.read(id).text("/state")).isEqualTo(state.name());
    }

    @Test
    void onlyASubmittedRequestCanBeUpdated() {
        String id = partner.stepUp();
        assertThat(partner.update(id, "{\"amount\":9500}").json().path("amount").asInt())
                .isEqualTo(9500);

        for (RequestState state : RequestState.values()) {
            if (state != RequestState.SUBMITTED) {
                assertThat(partner.update(inState(state), "{\"amount\":9600}").status())
                        .as(state.name())
                        .isEqualTo(409);
            }
        }
    }

    @Test
    void anExpiredRequestIsReadableUntilItIsDeleted() {
        String id = partner.stepUp();

        sandbox.advance(Duration.ofMinutes(30));
        assertThat(partner.read(id).text("/state")).isEqualTo("EXPIRED");
        sandbox.advance(Duration.ofMinutes(5));

        assertThat(partner.read(id).status()).isEqualTo(404);
        assertThat(partner.read(id).text("/error_code")).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(partner.cancel(id).status()).isEqualTo(404);
        assertThat(sandbox.find(id).orElseThrow().deleted()).isTrue();
    }

    @Test
    void theJourneyFailsAfterExpiry() {
        String id = partner.stepUp();
        sandbox.advance(Duration.ofMinutes(30));

        assertThatThrownBy(() -> sandbox.customer(id).approve()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCompletedRequestOutlivesItsExpiry() {
        String id = partner.stepUp();
        sandbox.customer(id).approve();

        sandbox.advance(Duration.ofHours(5));

        assertThat(partner.read(id).text("/state")).isEqualTo("COMPLETED");
    }

    @Test
    void klarnaCancelsByItself() {
        String id = partner.stepUp();

        sandbox.klarnaCancels(id);

        assertThat(partner.read(id).text("/state")).isEqualTo("CANCELED");
        assertThat(partner.read(id).text("/state_reason")).isEqualTo("TECHNICAL_ERROR");
    }

    @Test
    void anUnknownRequestIsNotFound() {
        assertThat(partner.read("krn:payment:eu1:request:nobody").status()).isEqualTo(404);
    }

    @Test
    void switchedACompletedRequestIsCanceledAndItsTokenIsDead() {
        restartWith(Switches.defaults().with(Contradiction.CancelOfCompleted.CANCELED));
        String id = partner.stepUp();
        String token = requireNonNull(sandbox.customer(id).approve().sessionToken());

        assertThat(partner.cancel(id).text("/state")).isEqualTo("CANCELED");
        assertThat(partner.spend("Klarna-Network-Session-Token", token, Partner.lastBody(9000), "k")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void switchedACanceledRequestIsAnsweredAgain() {
        restartWith(Switches.defaults().with(Contradiction.CancelOfCanceled.ANSWERED));

        assertThat(partner.cancel(inState(RequestState.CANCELED)).status()).isEqualTo(200);
    }

    private String inState(RequestState state) {
        String id = partner.stepUp();
        switch (state) {
            case SUBMITTED -> {}
            case IN_PROGRESS -> sandbox.customer(id).enter();
            case COMPLETED -> sandbox.customer(id).approve();
            case DECLINED -> sandbox.customer(id).decline();
            case CANCELED -> partner.cancel(id);
            case EXPIRED -> sandbox.advance(Duration.ofMinutes(31));
        }
        return id;
    }
}
