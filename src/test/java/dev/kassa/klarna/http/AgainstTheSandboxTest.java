package dev.kassa.klarna.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.UpdatePaymentRequest;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client and a strict Klarna that shares no code with it; the judge is its ledger. */
class AgainstTheSandboxTest {
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withApiKey(Calls.API_KEY));
    private final HttpKlarna klarna =
            new HttpKlarna(KlarnaSettings.of(sandbox.baseUrl(), () -> Calls.API_KEY, CallPace.QUICK));

    @AfterEach
    void close() {
        klarna.close();
        sandbox.close();
    }

    @Test
    void anApprovedStepUpIsReadAndConfirmedOnceHoweverOftenItIsRepeated() {
        var id = stepUp().paymentRequestId();
        sandbox.customer(id.value()).enter();
        sandbox.customer(id.value()).approve();

        var token = requireNonNull(klarna.readPaymentRequest(Calls.ACCOUNT, id).token());
        var first = klarna.finalizeAuthorization(Calls.finalAuthorization(), token);
        var second = klarna.finalizeAuthorization(Calls.finalAuthorization(), token);

        assertThat(first).isInstanceOf(Authorization.Approved.class).isEqualTo(second);
        assertThat(sandbox.judgement().isClean()).as("%s", sandbox.judgement()).isTrue();
    }

    @Test
    void aCancelWhoseAnswersAreLostIsAnsweredByTheRead() {
        var id = stepUp().paymentRequestId();
        sandbox.faults().next(Operation.CANCEL, Fault.RESET_AFTER);

        assertThat(stateOf(klarna.cancelPaymentRequest(Calls.ACCOUNT, id))).isEqualTo(PaymentRequestState.CANCELED);
        assertThat(stateOf(klarna.cancelPaymentRequest(Calls.ACCOUNT, id))).isEqualTo(PaymentRequestState.CANCELED);
    }

    @Test
    void anUpdateIsTakenWhileTheCustomerHasNotBegunAndLeftUnknownOnceHeHas() {
        var id = stepUp().paymentRequestId();

        assertThat(klarna.updatePaymentRequest(update(id, "1")).amount()).isEqualTo(9500);
        sandbox.customer(id.value()).enter();
        assertThatThrownBy(() -> klarna.updatePaymentRequest(update(id, "2")))
                .isInstanceOf(KlarnaException.OutcomeUnknown.class);
    }

    @Test
    void anUnknownRequestIsNotFoundAndAWrongKeyRefused() {
        assertThat(klarna.readPaymentRequest(Calls.ACCOUNT, new PaymentRequestId("krn:nobody:1"))
                        .standing())
                .isEqualTo(new Standing.NotFound());
        try (var stranger = new HttpKlarna(KlarnaSettings.of(sandbox.baseUrl(), () -> "wrong", CallPace.QUICK))) {
            assertThatThrownBy(() -> stranger.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST))
                    .isInstanceOf(KlarnaException.Refused.class);
        }
    }

    @Test
    void aLostFirstAuthorizeIsAnsweredByItsIdenticalRepeat() {
        sandbox.faults().next(Operation.AUTHORIZE, Fault.RESET_AFTER);

        assertThatThrownBy(() -> klarna.authorizePayment(call())).isInstanceOf(KlarnaException.OutcomeUnknown.class);
        stepUp();

        assertThat(sandbox.paymentRequests()).hasSize(1);
    }

    private PaymentRequest stepUp() {
        var answer = klarna.authorizePayment(call());
        return ((Authorization.StepUpRequired) answer).paymentRequest();
    }

    private static AuthorizePayment call() {
        return Calls.authorize();
    }

    private static UpdatePaymentRequest update(PaymentRequestId id, String key) {
        return new UpdatePaymentRequest(Calls.ACCOUNT, id, IdempotencyKey.of(key), 9500L, null);
    }

    private static PaymentRequestState stateOf(Standing standing) {
        return ((Standing.Stands) standing).paymentRequest().state();
    }
}
