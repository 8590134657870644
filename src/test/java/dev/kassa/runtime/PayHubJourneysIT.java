package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.payhub.Golden;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Happening;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookFault;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkout is canceled through PayHub's endpoint: every answer of the contract, section 4, byte for byte. */
class PayHubJourneysIT extends Journeys {
    private PayHub payHub() {
        return payHub("acme-sample-key");
    }

    private PayHub payHub(String apiKey) {
        return new PayHub("http://127.0.0.1:" + port, apiKey);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void whatIsOpenIsCanceledAtKlarnaAndASecondCancelIsAConflict(String method) {
        var started = shop().starts(order);

        payHub().cancels(method, started.id()).is(Golden.CANCELED);

        assertCanceledAtKlarna();
        payHub().cancels(method, started.id()).is(Golden.CONFLICT);
        payHub().cancels(method, order.reference()).is(Golden.CONFLICT);
        assertThat(shop().asksFor(started.id()).text("/reason")).isEqualTo("merchant_canceled");
        assertThat(shop().cancels(started.id()).status()).isEqualTo(200);
        assertThat(books().calls(Operation.CANCEL)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void theMerchantsOwnReferenceNamesItsCheckout(String method) {
        shop().starts(order);

        payHub().cancels(method, order.reference()).is(Golden.CANCELED);

        assertCanceledAtKlarna();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void nobodysIdIsUnknown(String method) {
        for (var id : List.of(
                "order-" + UUID.randomUUID(), "chk_" + "a".repeat(52), "chk_", "krn:payment:eu1:request:1", "a/b")) {
            payHub().cancels(method, id).is(Golden.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void anotherMerchantsCheckoutIsForeignByItsIdAndUnknownByItsReference(String method) {
        var started = shop().starts(order);
        var other = payHub("other-sample-key");

        other.cancels(method, started.id()).is(Golden.FOREIGN);
        other.cancels(method, order.reference()).is(Golden.UNKNOWN);

        assertThat(shop().asksFor(started.id()).state()).isEqualTo("AWAITING_CUSTOMER");
        assertThat(books().calls(Operation.CANCEL)).isEmpty();
        payHub().cancels(method, started.id()).is(Golden.CANCELED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void aWorkflowThatIsNoKlarnaCheckoutIsSaidToBeNone(String method) {
        var plain = "payment-" + UUID.randomUUID();
        var likeACheckout = "chk_" + UUID.randomUUID().toString().replace("-", "");
        for (var id : List.of(plain, likeACheckout)) {
            runs(id);
            payHub().cancels(method, id).is(Golden.NOT_KLARNA);
            temporal.newUntypedWorkflowStub(id).terminate("the test is over");
            payHub().cancels(method, id).is(Golden.NOT_KLARNA);
        }
    }

    @Test
    void aWorkflowOfKassasAboutACheckoutIsNobodysId() {
        var started = shop().starts(order);
        var about = started.id() + "-1-checkout.canceled";
        runs(about);

        payHub("other-sample-key").cancels("PATCH", about).is(Golden.UNKNOWN);
        payHub().cancels("PATCH", about).is(Golden.UNKNOWN);

        temporal.newUntypedWorkflowStub(about).terminate("the test is over");
        payHub().cancels("PATCH", started.id()).is(Golden.CANCELED);
    }

    /** Something of somebody else's, which no worker takes up. */
    private void runs(String workflowId) {
        temporal.newUntypedWorkflowStub(
                        "SomeOtherPayment",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(workflowId)
                                .setTaskQueue("nobodys")
                                .build())
                .start();
    }

    @ParameterizedTest
    @CsvSource({"PATCH, APPROVED", "PUT, APPROVED", "PATCH, DECLINED", "PUT, DECLINED"})
    void whatKlarnaHasDecidedIsAConflict(String method, Result result) {
        klarna.plan().authorizeFor(order.reference(), result);
        var ended = shop().starts(order);
        shop().waitsForTheEndOf(ended.id());

        payHub().cancels(method, ended.id()).is(Golden.CONFLICT);

        assertThat(books().calls(Operation.CANCEL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void whatFailedOrWasCanceledByKlarnaIsAConflict(String method) {
        klarna.faults().alwaysFor(order.reference(), Operation.AUTHORIZE, Fault.REFUSED_400);
        payHub().cancels(method, shop().starts(order).id()).is(Golden.CONFLICT);

        var second = Order.any();
        var started = shop().starts(second);
        klarna.klarnaCancels(second.reference());
        shop().waitsForTheEndOf(started.id());
        payHub().cancels(method, started.id()).is(Golden.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void aPaymentThatIsBeingConfirmedIsAConflict(String method) {
        klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 3, Fault.UNAVAILABLE_503);
        var started = shop().starts(order);
        klarna.customer(order.reference()).approve();
        Awaitility.await().until(() -> shop().asksFor(started.id()).state(), "FINALIZING"::equals);

        payHub().cancels(method, started.id()).is(Golden.CONFLICT);

        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void aCustomerWhoCompletedUnheardIsAConflictAndPays(String method) {
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        var started = shop().starts(order);
        klarna.customer(order.reference()).approve();

        payHub().cancels(method, started.id()).is(Golden.CONFLICT);

        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void aCustomerWhoCompletesJustBeforeTheCancelReachesKlarnaIsAConflictAndPays(String method) {
        klarna.faults().nextFor(order.reference(), Operation.CANCEL, 1, Happening.CUSTOMER_APPROVES.justBefore());
        var started = shop().starts(order);

        payHub().cancels(method, started.id()).is(Golden.CONFLICT);

        assertThat(books().calls(Operation.CANCEL)).hasSize(1);
        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
    }

    @Test
    void cancelsAtTheSameTimeCancelOnce() {
        var started = shop().starts(order);
        var answers = Stream.of("PATCH", "PUT", "PATCH", "PUT")
                .map(method -> CompletableFuture.supplyAsync(() -> payHub().cancels(method, started.id()), CALLERS))
                .toList();

        // Whoever asked while it was open is told that it is canceled, whoever asked later that it had been.
        assertThat(answers)
                .extracting(answer -> answer.join().http().statusCode())
                .containsAnyOf(200)
                .isSubsetOf(200, 409);
        assertThat(books().calls(Operation.CANCEL)).hasSize(1);
        assertCanceledAtKlarna();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void whereKlarnaCannotBeMadeToCancelWithinTenSecondsItIsA500AndTheAttemptGoesOn(String method) {
        klarna.faults().nextFor(order.reference(), Operation.CANCEL, 5, Fault.UNAVAILABLE_503);
        var started = shop().starts(order);
        var began = System.nanoTime();

        payHub().cancels(method, started.id()).is(Golden.FAILED);

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
        assertThat(shop().asksFor(started.id()).state()).isEqualTo("CANCELING");
        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("CANCELED");
        assertCanceledAtKlarna();
        payHub().cancels(method, started.id()).is(Golden.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void whatNobodyKnowsTheOutcomeOfIsA500(String method) {
        var started = shop().starts(order);
        temporal.newUntypedWorkflowStub(started.id()).terminate("by an operator");
        assertThat(shop().asksFor(started.id()).state()).isEqualTo("UNCONFIRMED");

        payHub().cancels(method, started.id()).is(Golden.FAILED);
        payHub().cancels(method, order.reference()).is(Golden.FAILED);
    }

    @Test
    void aSecondAttemptIsCanceledByTheSameId() {
        var started = shop().starts(order);
        payHub().cancels("PATCH", started.id()).is(Golden.CANCELED);
        shop().restarts(started.id());

        payHub().cancels("PATCH", started.id()).is(Golden.CANCELED);

        assertThat(books().count(Effect.CANCELED)).isEqualTo(2);
        books().showNoPayment();
    }

    private void assertCanceledAtKlarna() {
        assertThat(books().count(Effect.CANCELED)).isEqualTo(1);
        assertThat(books().paymentRequest().state()).isEqualTo(RequestState.CANCELED);
        books().showNoPayment();
    }
}
