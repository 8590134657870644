package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.CANCELED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the shipping verifier and inbox make of each webhook fault (contract, section 3), and that the checkout is paid all
 * the same: by the event where it can be believed, else by the read after five minutes.
 */
class OddWebhooksTest {
    private static final String COMPLETED = "payment.request.state-change.completed";

    // No extension: of so many checkouts that differ so little no golden histories are kept.
    private final World world = new World();

    @AfterEach
    void endTheWorld() {
        world.close();
    }

    @Test
    void whatIsGenuineIsActedOnHoweverItLooks() {
        var odd = List.of(
                WebhookFault.ODD_WHITESPACE,
                WebhookFault.EXTRA_FIELDS,
                WebhookFault.ODD_EVENT_ID,
                WebhookFault.WITHOUT_TOKENS,
                WebhookFault.DOUBLED,
                WebhookFault.OF_OLDER_ATTEMPT);
        var precise = IntStream.rangeClosed(0, 9).mapToObj(WebhookFault::fractionDigits);
        var faults = Stream.concat(odd.stream(), precise).toList();

        for (var fault : faults) {
            var checkout = approvedWith(fault);
            world.deliver();

            assertThat(checkout.end().status()).as("%s", fault).isEqualTo(AUTHORIZED);
            assertThat(completions(checkout)).as("%s", fault).allSatisfy(delivery -> {
                assertThat(delivery.status()).isEqualTo(200);
                assertThat(delivery.fault()).isEqualTo(fault.name());
            });
        }
        assertThat(world.transactionsPerPurchase())
                .hasSize(faults.size())
                .allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void whatCannotBeBelievedIsRefusedAndTheReadFindsThePayment() {
        var answers = new LinkedHashMap<WebhookFault, Integer>();
        for (var refused : List.of(
                WebhookFault.FORGED,
                WebhookFault.UNKNOWN_KEY_ID,
                WebhookFault.SIGNED_OTHER_BYTES,
                WebhookFault.ROTATED_KEY,
                WebhookFault.WRONG_LIVE,
                WebhookFault.WRONG_RECIPIENT,
                WebhookFault.WRONG_SUBJECT)) {
            answers.put(refused, 400);
        }
        answers.put(WebhookFault.UNKNOWN_EVENT_TYPE, 200);
        // Found by its id alone, which takes a server that can list; this one cannot, so Klarna is to send it again.
        answers.put(WebhookFault.WITHOUT_OPTIONAL_FIELDS, 503);
        var checkouts = new LinkedHashMap<WebhookFault, RunningCheckout>();
        answers.keySet().forEach(fault -> checkouts.put(fault, approvedWith(fault)));
        world.deliver();

        checkouts.forEach((fault, checkout) -> {
            assertThat(checkout.status()).as("%s", fault).isEqualTo(AWAITING_CUSTOMER);
            assertThat(faulty(checkout, fault))
                    .as("%s", fault)
                    .extracting(WebhookDelivery::status)
                    .contains(answers.get(fault));
        });
        world.pass(Duration.ofMinutes(6));
        checkouts.forEach((fault, checkout) -> {
            assertThat(checkout.end().status()).as("%s", fault).isEqualTo(AUTHORIZED);
            assertThat(faulty(checkout, fault))
                    .as("%s", fault)
                    .filteredOn(delivery -> delivery.outcome() != WebhookDelivery.Outcome.PENDING)
                    .extracting(WebhookDelivery::status)
                    .containsOnly(answers.get(fault));
        });
        assertPaidOnceEach(checkouts);
    }

    @Test
    void aCompletionThatIsLateOrLostIsOvertakenByTheRead() {
        var checkouts = new LinkedHashMap<WebhookFault, RunningCheckout>();
        for (var fault : List.of(WebhookFault.LOST, WebhookFault.REORDERED, WebhookFault.AFTER_THE_END)) {
            checkouts.put(fault, approvedWith(fault));
        }
        IntStream.rangeClosed(1, 6)
                .mapToObj(WebhookFault::delayedToRetry)
                .forEach(fault -> checkouts.put(fault, approvedWith(fault)));

        world.pass(Duration.ofMinutes(6));

        checkouts.forEach((fault, checkout) ->
                assertThat(checkout.end().status()).as("%s", fault).isEqualTo(AUTHORIZED));
        world.pass(Duration.ofHours(22));
        assertThat(world.sandbox.deliveries())
                .filteredOn(delivery -> delivery.outcome() != WebhookDelivery.Outcome.LOST)
                .extracting(WebhookDelivery::status)
                .as("late ones are acknowledged")
                .containsOnly(200);
        assertPaidOnceEach(checkouts);
    }

    @Test
    void aCustomerWhoIsQuickerThanTheAuthorizesAnswerIsServedByTheEvent() {
        world.sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.BEFORE_ANSWER);

        var checkout = world.begin();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.sandbox.deliveries())
                .filteredOn(delivery -> delivery.eventType().equals(COMPLETED))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.fault()).isEqualTo("BEFORE_ANSWER"));
    }

    @Test
    void aTransactionToldBeforeTheFinalAuthorizationIsAnsweredIsOneTransaction() {
        world.sandbox.webhookFaults().nextOf("payment.transaction.state-change.authorized", WebhookFault.BEFORE_ANSWER);
        var checkout = world.start();

        checkout.customer().approve();
        world.deliver();

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.transactions()).isEqualTo(1);
        assertThat(world.calls(Operation.FINAL_AUTHORIZE))
                .extracting(call -> call.idempotencyKey())
                .doesNotContainNull()
                .containsOnly(world.calls(Operation.FINAL_AUTHORIZE).getFirst().idempotencyKey());
    }

    @Test
    void eventsOfAnOlderAttemptAreAcknowledgedAndTheNewerOneIsPaid() throws Exception {
        var first = world.start();
        first.cancel().getResult();
        assertThat(first.ended().status()).isEqualTo(CANCELED);
        world.deliver();
        var second = world.start(World.restartOf(first));
        world.sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.OF_OLDER_ATTEMPT);

        second.customer().approve();
        world.deliver();

        assertThat(second.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.sandbox.deliveries())
                .filteredOn(delivery -> "OF_OLDER_ATTEMPT".equals(delivery.fault()))
                .extracting(WebhookDelivery::eventType)
                .contains("payment.request.state-change.canceled", COMPLETED);
        assertThat(world.sandbox.deliveries())
                .filteredOn(delivery -> delivery.outcome() != WebhookDelivery.Outcome.PENDING)
                .extracting(WebhookDelivery::status)
                .containsOnly(200);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    private RunningCheckout approvedWith(WebhookFault fault) {
        var checkout = world.start();
        world.sandbox.webhookFaults().nextOf(COMPLETED, fault);
        checkout.customer().approve();
        return checkout;
    }

    private List<WebhookDelivery> completions(RunningCheckout checkout) {
        return deliveries(checkout).stream()
                .filter(delivery -> delivery.eventType().equals(COMPLETED))
                .toList();
    }

    private List<WebhookDelivery> faulty(RunningCheckout checkout, WebhookFault fault) {
        return deliveries(checkout).stream()
                .filter(delivery -> fault.name().equals(delivery.fault()))
                .toList();
    }

    private List<WebhookDelivery> deliveries(RunningCheckout checkout) {
        var id = checkout.atKlarna().id();
        return world.sandbox.deliveries().stream()
                .filter(delivery -> delivery.paymentRequestId().equals(id))
                .toList();
    }

    private void assertPaidOnceEach(Map<WebhookFault, RunningCheckout> checkouts) {
        assertThat(world.transactionsPerPurchase())
                .hasSize(checkouts.size())
                .allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }
}
