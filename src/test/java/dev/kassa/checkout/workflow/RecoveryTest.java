package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AUTHORIZING;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.CANCELING;
import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run is ended from outside, or too early: the next one finds out what it left behind, and spends nothing twice. */
class RecoveryTest {
    private static final String AUTHORIZED_EVENT = "payment.transaction.state-change.authorized";

    @RegisterExtension
    final World world = new World();

    @Test
    void aWaitingCheckoutThatWasTerminatedIsCanceledAtKlarna() {
        var checkout = world.start(World.tellsMerchant());
        checkout.terminate();

        assertThat(recover(checkout)).isTrue();
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(CANCELED);
        assertThat(ended.reason()).isEqualTo(Reason.OPERATOR_CANCELED);
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED);
        assertThat(recover(checkout)).as("once").isFalse();
        assertNothingIsOpen();
    }

    @Test
    void whatTheRepeatedAuthorizeOfATerminatedCheckoutBringsIsCanceled() {
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        var checkout = world.begin();
        checkout.awaitAtKlarna();
        checkout.becomes(AUTHORIZING);
        checkout.terminate();
        world.sandbox.faults().clear();

        recover(checkout);

        assertThat(checkout.end().status()).isEqualTo(CANCELED);
        assertThat(world.sandbox.paymentRequests()).hasSize(1);
        assertOneKeyFor(Operation.AUTHORIZE);
        assertNothingIsOpen();
    }

    @Test
    void anApprovalThatATerminatedCheckoutDidNotHearIsAuthorized() {
        world.sandbox.plan().nextAuthorize(Result.APPROVED);
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.begin();
        checkout.becomes(AUTHORIZING);
        world.pass(Duration.ofSeconds(10));
        checkout.terminate();
        world.sandbox.faults().clear();

        recover(checkout);

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aCheckoutThatNoWorkerEverTookUpAsksKlarnaNothing() {
        var checkout = world.beginLate(Duration.ofHours(1));
        checkout.terminate();

        recover(checkout);

        assertThat(checkout.end().reason()).isEqualTo(Reason.NOT_SENT);
        assertThat(checkout.ended().status()).isEqualTo(FAILED);
        assertThat(world.calls(Operation.AUTHORIZE)).isEmpty();
    }

    @Test
    void aConfirmationThatATerminatedCheckoutLeftUnansweredIsRepeatedWithItsOwnKey() {
        var checkout = unansweredConfirmation();
        world.sandbox.faults().clear();

        recover(checkout);

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertOneKeyFor(Operation.FINAL_AUTHORIZE);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void anUnansweredConfirmationWhoseTokenIsDeadIsUnconfirmedUntilKlarnaTellsOfThePayment() {
        var checkout = unansweredConfirmation();
        world.pass(Duration.ofMinutes(70));

        recover(checkout);

        assertThat(checkout.becomes(UNCONFIRMED).reason()).isNotNull();
        checkout.becomes(now -> now.reason() == Reason.OUTCOME_UNKNOWN);
        assertThat(world.sandbox.judgement().lateTokenUses()).isEmpty();
        world.sandbox.deliveries().stream()
                .filter(delivery -> delivery.eventType().equals(AUTHORIZED_EVENT))
                .findFirst()
                .ifPresent(delivery -> world.sandbox.resend(delivery.eventId()));
        world.deliver();
        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void afterRefusalsTheNextRunGoesOnWithTheKeyThatWouldHaveBeenNext() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(5));
        checkout.becomes(FINALIZING);
        checkout.terminate();
        world.sandbox.faults().clear();

        recover(checkout);

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(LedgerEntry::idempotencyKey)
                .doesNotHaveDuplicates();
        assertThat(world.sandbox.judgement().keysWithTwoBodies()).isEmpty();
    }

    @Test
    void anAmendedAmountIsConfirmedByTheNextRunWithTheSameBody() throws Exception {
        var checkout = world.start();
        checkout.update("amend", AmendAnswer.class, new AmendRequest(9500L, null))
                .getResult();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().allOf(AUTHORIZED_EVENT, WebhookFault.LOST);
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);
        checkout.terminate();
        world.sandbox.faults().clear();

        recover(checkout);

        assertThat(checkout.end().amount()).isEqualTo(9500);
        assertThat(world.transactions()).isEqualTo(1);
        assertOneKeyFor(Operation.FINAL_AUTHORIZE);
        assertThat(world.sandbox.judgement().keysWithTwoBodies()).isEmpty();
    }

    @Test
    void aCustomerWhoCompletesATerminatedCheckoutIsServedByItsWebhook() {
        var checkout = world.start(World.tellsMerchant());
        checkout.terminate();

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(told()).containsExactly(MerchantEvent.Type.AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(recover(checkout)).isFalse();
    }

    @Test
    void aRecoveryThatIsTerminatedTooIsRecovered() {
        var checkout = world.start();
        checkout.terminate();
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        recover(checkout);
        assertThat(checkout.becomes(UNCONFIRMED).reason()).isEqualTo(Reason.RUN_ENDED);
        checkout.terminate();
        world.sandbox.faults().clear();

        assertThat(recover(checkout)).isTrue();

        assertThat(checkout.end().status()).isEqualTo(CANCELED);
        assertNothingIsOpen();
    }

    @Test
    void nobodyResolvesACheckoutWhoseRecoveryIsStillAsking() {
        var checkout = world.start();
        checkout.terminate();
        world.sandbox.faults().always(Operation.READ, Fault.UNAVAILABLE_503);
        recover(checkout);
        checkout.becomes(UNCONFIRMED);
        var word = new Resolution(CANCELED, null, "Ann guessed");

        assertThatThrownBy(
                        () -> checkout.update("resolve", Checkout.class, word).getResult())
                .isInstanceOf(WorkflowUpdateException.class)
                .rootCause()
                .hasMessageContaining("still asking Klarna");
    }

    @Test
    void whatTheMerchantHadCanceledBeforeTheRunWasTerminatedIsCanceledForIt() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        checkout.cancel();
        checkout.becomes(CANCELING);
        checkout.terminate();
        world.sandbox.faults().clear();

        recover(checkout);

        assertThat(checkout.end().reason()).isEqualTo(Reason.MERCHANT_CANCELED);
        assertNothingIsOpen();
    }

    @Test
    void aTerminatedCheckoutWhoseSessionIsOverHasExpired() {
        var checkout = world.start();
        checkout.terminate();
        world.pass(Duration.ofMinutes(31));

        recover(checkout);

        assertThat(checkout.end().reason()).isEqualTo(Reason.SESSION_TIMEOUT);
        assertNothingIsOpen();
    }

    @Test
    void aPaymentThatKlarnaTellsOfAfterTheEndIsALateCompletion() {
        var checkout = world.start(World.tellsMerchant());
        world.pass(Duration.ofMinutes(31));
        assertThat(checkout.ended().status()).isEqualTo(EXPIRED);
        var paid = new PaymentTransactionId("krn:payment:eu1:transaction:after-all");

        assertThat(recover(checkout, Events.paid(checkout, paid))).isEqualTo(Recoveries.Late.TAKEN);

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(told()).containsExactly(MerchantEvent.Type.EXPIRED, MerchantEvent.Type.LATE_COMPLETION);
        assertThat(recover(checkout, Events.paid(checkout, paid))).isEqualTo(Recoveries.Late.PAID);
    }

    @Test
    void aCompletionThatKlarnaDoesNotConfirmLeavesTheEndAsItWasTold() throws Exception {
        var checkout = world.start(World.tellsMerchant());
        checkout.cancel().getResult();
        checkout.ended();

        recover(checkout, Events.of(checkout, KlarnaEvent.Kind.REQUEST_COMPLETED));

        var ended = checkout.end();
        assertThat(ended.status()).isEqualTo(CANCELED);
        assertThat(ended.reason()).isEqualTo(Reason.MERCHANT_CANCELED);
        assertThat(told()).containsExactly(MerchantEvent.Type.CANCELED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
    }

    private RunningCheckout unansweredConfirmation() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().allOf(AUTHORIZED_EVENT, WebhookFault.LOST);
        checkout.customer().approve();
        world.deliver();
        checkout.becomes(FINALIZING);
        checkout.until(() -> world.transactions() == 1);
        checkout.terminate();
        return checkout;
    }

    private boolean recover(RunningCheckout checkout) {
        return recoveries().recover(checkout.input().references().checkoutId());
    }

    private Recoveries.Late recover(RunningCheckout checkout, KlarnaEvent event) {
        return recoveries().recover(checkout.input().references().checkoutId(), event);
    }

    private Recoveries recoveries() {
        return new Recoveries(world.client(), new SimpleMeterRegistry());
    }

    private List<MerchantEvent.Type> told() {
        return world.told.stream().map(MerchantEvent::type).toList();
    }

    private void assertOneKeyFor(Operation operation) {
        assertThat(world.calls(operation))
                .extracting(LedgerEntry::idempotencyKey)
                .hasSizeGreaterThan(1)
                .containsOnly(world.calls(operation).getFirst().idempotencyKey());
    }

    private void assertNothingIsOpen() {
        assertThat(world.sandbox.judgement().openPaymentRequests()).isEmpty();
        assertThat(world.transactions()).isZero();
    }
}
