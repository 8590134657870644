package dev.kassa.checkout.activity;

import static dev.kassa.checkout.activity.RunningActivities.NOW;
import static dev.kassa.checkout.activity.RunningActivities.SEAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.checkout.workflow.UpdateCommand;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.KlarnaException.Details;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.UpdatePaymentRequest;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a refusal proves, where the Payment Request is read after it. */
class DoubtedRefusalsTest {
    private static final PartnerAccountId ACCOUNT = new PartnerAccountId("krn:partner");
    private static final PaymentRequestId REQUEST = new PaymentRequestId("krn:request");
    private static final JsonNode PURCHASE = JsonMapper.shared().readTree("{\"purchase_reference\":\"new\"}");

    private final RunningActivities running = new RunningActivities();
    private final AnsweringKlarna klarna = running.klarna;
    private final KlarnaActivities activities = running.activities;

    @AfterEach
    void close() {
        running.close();
    }

    /** The Payment Request has an amount of 9000. */
    @ParameterizedTest
    @CsvSource({
        // amount asked for, with purchase data, tried before without an answer, state that a read shows, what comes of
        // it
        "9000, no,  no,  SUBMITTED,   Amended",
        "9000, no,  yes, IN_PROGRESS, Amended",
        "9500, no,  no,  SUBMITTED,   again",
        "9500, no,  no,  IN_PROGRESS, NotAmendable",
        "9000, yes, no,  SUBMITTED,   again",
        "9000, yes, no,  IN_PROGRESS, NotAmendable",
        "9000, yes, yes, SUBMITTED,   again",
        "9000, yes, yes, IN_PROGRESS, again",
    })
    void anEqualAmountDoesNotProveThatPurchaseDataWasTaken(
            long amount, String data, String before, PaymentRequestState state, String outcome) {
        klarna.failsWith("update", new KlarnaException.OutcomeUnknown(details(409), null));
        klarna.readsAs(state);
        var command = new UpdateCommand(
                new UpdatePaymentRequest(
                        ACCOUNT, REQUEST, IdempotencyKey.of("u"), amount, data.equals("yes") ? PURCHASE : null),
                before.equals("yes"));

        if (outcome.equals("again")) {
            var again = Objects.requireNonNull(
                    catchThrowableOfType(ActivityFailure.class, () -> activities.updatePaymentRequest(command)));
            assertThat(again.getCause())
                    .isInstanceOfSatisfying(
                            ApplicationFailure.class,
                            why -> assertThat(why.getType()).isEqualTo("OUTCOME_UNKNOWN"));
        } else {
            assertThat(activities.updatePaymentRequest(command).getClass().getSimpleName())
                    .isEqualTo(outcome);
        }
    }

    /** A read shows the token krn:token of the newer kind. */
    @ParameterizedTest
    @CsvSource({
        // the webhook's token, tried before without an answer, what is said of its refusal
        "SESSION_TOKEN, krn:token, no,  Refused",
        "SESSION_TOKEN, krn:token, yes, again",
        "SESSION_TOKEN, krn:other, no,  AnotherToken",
        "SESSION_TOKEN, krn:other, yes, AnotherToken",
        "PAYMENT_TOKEN, krn:other, no,  AnotherToken",
        "PAYMENT_TOKEN, krn:other, yes, again",
    })
    void theSameApprovalsOtherTokenIsNoOtherCompletions(
            PaymentToken.Kind kind, String value, String before, String outcome) {
        klarna.failsWith("finalize", new KlarnaException.Refused(details(403)));
        var sealed = SEAL.seal(new PaymentToken(kind, value).revealWithKind(), REQUEST.value());
        var references = new AttemptReferences(CheckoutId.of(new MerchantId("acme"), "order-1"), "birth", 1);
        var payment = new PaymentDetails(9000, "EUR", Capture.LATER, null, null, null, null, null);
        var command = new FinalizeCommand(
                ACCOUNT, REQUEST, references, payment, sealed, 1, before.equals("yes"), NOW.plusSeconds(600));

        if (outcome.equals("again")) {
            assertThatExceptionOfType(ActivityFailure.class)
                    .isThrownBy(() -> activities.finalizeAuthorization(command));
        } else {
            assertThat(activities.finalizeAuthorization(command).getClass().getSimpleName())
                    .isEqualTo(outcome);
        }
        assertThat(klarna.calls()).filteredOn("finalize"::equals).hasSize(1);
    }

    private static Details details(int status) {
        return new Details("someCall", status, "SOME_CODE", null, "it failed", null, List.of());
    }
}
