package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AUTHORIZING;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.CheckoutStatus.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookFault;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that got no answer: nothing is doubled, nothing is called "not executed", and only Klarna's word ends doubt. */
class DoubtTest {
    @RegisterExtension
    final World world = new World();

    @Test
    void anAuthorizeWithoutAnAnswerIsRepeatedWithTheSameKey() {
        world.sandbox.faults().next(Operation.AUTHORIZE, Fault.RESET_AFTER, Fault.UNAVAILABLE_503);

        var checkout = world.begin();
        world.pass(Duration.ofMinutes(1));

        assertThat(checkout.authorized().status()).isEqualTo(AWAITING_CUSTOMER);
        assertThat(world.calls(Operation.AUTHORIZE)).hasSize(3);
        assertThat(world.calls(Operation.AUTHORIZE))
                .extracting(LedgerEntry::idempotencyKey)
                .containsOnly(world.calls(Operation.AUTHORIZE).getFirst().idempotencyKey());
        assertThat(world.sandbox.paymentRequests()).hasSize(1);
    }

    @Test
    void anApprovalWhoseAnswerWasLostIsFoundByTheRepeat() {
        world.sandbox.plan().nextAuthorize(Result.APPROVED);
        world.sandbox.faults().next(Operation.AUTHORIZE, Fault.EXECUTED_BUT_TIMED_OUT);

        var checkout = world.begin();
        world.pass(Duration.ofMinutes(1));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aRequestThatKlarnaRefusesFailsAtOnce() {
        world.sandbox.faults().next(Operation.AUTHORIZE, Fault.REFUSED_400);

        var ended = world.start().end();

        assertThat(ended.status()).isEqualTo(FAILED);
        assertThat(ended.reason()).isEqualTo(Reason.REFUSED_BY_KLARNA);
        assertThat(ended.refusal()).satisfies(why -> assertThat(why.errorCode()).isEqualTo("VALIDATION_ERROR"));
        assertThat(world.calls(Operation.AUTHORIZE)).hasSize(1);
    }

    @Test
    void aRefusalAfterAnUnansweredTryIsNotBelieved() {
        world.sandbox.plan().nextAuthorize(Result.APPROVED);
        world.sandbox.faults().next(Operation.AUTHORIZE, Fault.RESET_AFTER, Fault.REFUSED_400);

        var checkout = world.begin();
        world.pass(Duration.ofMinutes(10));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void anAuthorizeThatKlarnaNeverAnswersIsRepeatedFor23HoursAndThenUnconfirmed() {
        world.sandbox.plan().nextAuthorize(Result.APPROVED);
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().all(WebhookFault.LOST);

        var checkout = world.begin();
        world.pass(Duration.ofHours(22));
        assertThat(checkout.status()).isEqualTo(AUTHORIZING);
        world.pass(Duration.ofHours(3));

        assertThat(checkout.becomes(UNCONFIRMED).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(world.sandbox.judgement().keysPast24Hours()).isEmpty();
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aSessionThatOutlivesItsKeyPostsNothingAfter23HoursThoughNothingWasEverSent() {
        world.sandbox.refuseConnections(Duration.ofHours(23).plusSeconds(20));

        var checkout = world.begin(World.session(Duration.ofDays(2)), World.expiry("PT48H"));
        world.pass(Duration.ofDays(1));

        assertThat(checkout.end().reason()).isEqualTo(Reason.NOT_SENT);
        assertThat(world.calls(Operation.AUTHORIZE)).isEmpty();
    }

    @Test
    void aStepUpWhoseAnswerComesAfterTheSessionIsCanceled() {
        world.sandbox.faults().next(Operation.AUTHORIZE, 8, Fault.RESET_AFTER);

        var checkout = world.begin(World.session(Duration.ofMinutes(1)));
        world.pass(Duration.ofMinutes(10));

        assertThat(checkout.end().reason()).isEqualTo(Reason.SESSION_TIMEOUT);
        assertThat(world.sandbox.judgement().openPaymentRequests()).isEmpty();
    }

    @Test
    void anAuthorizeThatNeverGotThroughIsNotSentOnceTheSessionIsOver() {
        world.sandbox.refuseConnections();

        var checkout = world.begin(World.session(Duration.ofMinutes(2)));
        world.pass(Duration.ofMinutes(5));
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(FAILED);
        assertThat(ended.reason()).isEqualTo(Reason.NOT_SENT);
        world.sandbox.acceptConnections();
        assertThat(world.calls(Operation.AUTHORIZE)).isEmpty();
    }

    @Test
    void aFinalAuthorizationWithoutAnAnswerIsRepeatedWithTheSameKeyAndToken() {
        var checkout = world.start();
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER, Fault.INTERNAL_ERROR_500);
        world.sandbox.webhookFaults().allOf("payment.transaction.state-change.authorized", WebhookFault.LOST);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(2));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(LedgerEntry::idempotencyKey)
                .hasSize(3)
                .containsOnly(world.calls(Operation.FINAL_AUTHORIZE).getFirst().idempotencyKey());
    }

    @Test
    void aFinalAuthorizationThatIsNeverAnsweredIsUnconfirmedWhenItsTokenDies() {
        var checkout = unconfirmed();

        assertThat(checkout.now().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(world.sandbox.judgement().lateTokenUses()).isEmpty();
        assertThat(world.transactions()).isEqualTo(1);
    }

    private RunningCheckout unconfirmed() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RESET_AFTER);
        world.sandbox.webhookFaults().allOf("payment.transaction.state-change.authorized", WebhookFault.LOST);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(70));
        checkout.becomes(UNCONFIRMED);
        return checkout;
    }

    @Test
    void klarnasEventOnTheTransactionSettlesAnUnconfirmedCheckout() {
        var checkout = unconfirmed();
        var event = world.sandbox.deliveries().stream()
                .filter(delivery -> delivery.eventType().equals("payment.transaction.state-change.authorized"))
                .findFirst()
                .orElseThrow();

        world.sandbox.resend(event.eventId());
        world.deliver();
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.paymentTransaction()).isNotNull();
    }

    @Test
    void anOperatorResolvesAnUnconfirmedCheckout() throws Exception {
        var checkout = unconfirmed();
        var word =
                new Resolution(AUTHORIZED, new PaymentTransactionId("krn:payment:eu1:transaction:seen"), "Ann asked");

        checkout.update("resolve", Checkout.class, word).getResult();
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(AUTHORIZED);
        assertThat(ended.reason()).isEqualTo(Reason.RESOLVED_BY_OPERATOR);
        assertThat(ended.resolution())
                .satisfies(said -> assertThat(said.reason()).isEqualTo("Ann asked"));
        assertThat(checkout.history())
                .filteredOn(event -> event.hasWorkflowExecutionUpdateAcceptedEventAttributes())
                .extracting(event -> event.getWorkflowExecutionUpdateAcceptedEventAttributes()
                        .getAcceptedRequest())
                .filteredOn(request -> request.getInput().getName().equals("resolve"))
                .singleElement()
                .satisfies(request -> assertThat(request.getMeta().getIdentity())
                        .as("who said so")
                        .isEqualTo(world.client().getOptions().getIdentity()));
    }

    @Test
    void onlyAnUnconfirmedCheckoutCanBeResolved() {
        var checkout = world.start();
        var word = new Resolution(CANCELED, null, "Ann guessed");

        assertThatThrownBy(
                        () -> checkout.update("resolve", Checkout.class, word).getResult())
                .isInstanceOf(WorkflowUpdateException.class)
                .rootCause()
                .hasMessageContaining("only an UNCONFIRMED checkout");
        assertThat(checkout.status()).isEqualTo(AWAITING_CUSTOMER);
    }

    @Test
    void anUnconfirmedCheckoutEndsAfterSevenDays() {
        var checkout = unconfirmed();

        world.pass(Duration.ofDays(7).plusHours(1));

        assertThat(checkout.ended().status()).isEqualTo(UNCONFIRMED);
    }

    @Test
    void aRefusedTokenEndsNothingUntilItDies() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(30));
        assertThat(checkout.status()).isEqualTo(CheckoutStatus.FINALIZING);

        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(20));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .as("each refused try was a new intention, and few of them")
                .extracting(LedgerEntry::idempotencyKey)
                .doesNotHaveDuplicates()
                .hasSizeLessThan(10);
    }

    @Test
    void aCompletionFoundTooLateIsAnExpiredToken() {
        world.sandbox.webhookFaults().all(WebhookFault.LOST);
        var checkout = world.start(World.session(Duration.ofHours(3)));
        checkout.customer().approve();
        world.sandbox.faults().always(Operation.READ, Fault.RESET_BEFORE);
        world.pass(Duration.ofMinutes(70));

        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(30));
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(EXPIRED);
        assertThat(ended.reason()).isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).isEmpty();
    }

    /** Klarna's header says "in a second", to each of a thousand callers. */
    @Test
    void aKlarnaThatStaysOverloadedIsAskedLessAndLessOften() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(50));

        assertThat(world.calls(Operation.FINAL_AUTHORIZE)).hasSizeBetween(30, 60);
        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(2));
        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
    }

    @Test
    void aCancelGoesOnThroughAnOutageUntilKlarnaConfirmsIt() {
        var checkout = world.start(World.session(Duration.ofMinutes(1)));
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        world.pass(Duration.ofMinutes(5));
        assertThat(checkout.status()).isEqualTo(CheckoutStatus.CANCELING);

        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(checkout.end().reason()).isEqualTo(Reason.SESSION_TIMEOUT);
        assertThat(world.calls(Operation.CANCEL))
                .filteredOn(call -> call.effect() == Effect.CANCELED)
                .hasSize(1);
    }

    @Test
    void aCompletionHeardWhileACancelWaitsIsFinalized() {
        var checkout = world.start(World.session(Duration.ofMinutes(1)));
        world.sandbox.faults().always(Operation.CANCEL, Fault.UNAVAILABLE_503);
        world.pass(Duration.ofMinutes(3));
        assertThat(checkout.status()).isEqualTo(CheckoutStatus.CANCELING);

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void aCompletionThatOvertakesTheAuthorizeAnswerIsFinalized() {
        world.sandbox.faults().always(Operation.AUTHORIZE, Fault.RESET_AFTER);
        var checkout = world.begin();
        checkout.awaitAtKlarna();

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
    }
}
