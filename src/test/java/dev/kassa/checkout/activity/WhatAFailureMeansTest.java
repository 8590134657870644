package dev.kassa.checkout.activity;

import static dev.kassa.checkout.activity.RunningActivities.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.workflow.AuthorizeCommand;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.checkout.workflow.Look;
import dev.kassa.checkout.workflow.RequestCommand;
import dev.kassa.checkout.workflow.UpdateCommand;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.KlarnaException.Details;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.UpdatePaymentRequest;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From the class of a failure to what the checkout does next, for each call. An outcome is an end or a next step of the
 * saga; a failure is tried again by Temporal, identically.
 */
class WhatAFailureMeansTest {
    private static final PartnerAccountId ACCOUNT = new PartnerAccountId("krn:partner");
    private static final PaymentRequestId REQUEST = new PaymentRequestId("krn:request");
    private static final AttemptReferences REFERENCES =
            new AttemptReferences(CheckoutId.of(new MerchantId("acme"), "order-1"), "birth", 1);
    private static final PaymentDetails PAYMENT =
            new PaymentDetails(9000, "EUR", Capture.LATER, null, null, null, null, null);

    private final RunningActivities running = new RunningActivities();
    private final AnsweringKlarna klarna = running.klarna;
    private final KlarnaActivities activities = running.activities;

    @AfterEach
    void close() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        // call, tried before without an answer, class of the failure, what comes of it, seconds to wait at least
        "authorize, no,  Transient,      again TRANSIENT,",
        "authorize, no,  OutcomeUnknown, again OUTCOME_UNKNOWN,",
        "authorize, no,  Refused,        Refused: the checkout is FAILED,",
        "authorize, yes, Transient,      again TRANSIENT,",
        "authorize, yes, OutcomeUnknown, again OUTCOME_UNKNOWN,",
        "authorize, yes, Refused,        again REFUSED_IN_DOUBT, 300",
        "finalize,  no,  Transient,      again TRANSIENT,",
        "finalize,  no,  OutcomeUnknown, again OUTCOME_UNKNOWN,",
        "finalize,  no,  Refused,        Refused: a pause and then a new key until the token dies,",
        "finalize,  yes, Transient,      again TRANSIENT,",
        "finalize,  yes, OutcomeUnknown, again OUTCOME_UNKNOWN,",
        "finalize,  yes, Refused,        again REFUSED_IN_DOUBT, 300",
        "read,      no,  Transient,      again TRANSIENT,",
        "read,      no,  Refused,        again TRANSIENT, 300",
        "cancel,    no,  Transient,      again TRANSIENT,",
        "cancel,    no,  OutcomeUnknown, again TRANSIENT,",
        "cancel,    no,  Refused,        again TRANSIENT, 300",
        "update,    no,  Transient,      again TRANSIENT,",
        "update,    no,  OutcomeUnknown, again OUTCOME_UNKNOWN,",
        "update,    no,  Refused,        Refused: the merchant is told and the checkout goes on,",
    })
    void everyClassHasItsConsequence(String call, String before, String failure, String then, @Nullable Long wait) {
        boolean inDoubt = before.equals("yes");
        klarna.failsWith(call, failure(failure, null));

        if (then.startsWith("again")) {
            var again = failed(call, inDoubt);
            assertThat(again.getType()).isEqualTo(then.substring("again ".length()));
            assertThat(again.isNonRetryable()).isFalse();
            assertThatItWaits(again, wait == null ? null : Duration.ofSeconds(wait));
        } else {
            assertThat(perform(call, inDoubt).getClass().getSimpleName())
                    .isEqualTo(then.substring(0, then.indexOf(':')));
        }
    }

    @ParameterizedTest
    @CsvSource({"authorize, Transient", "authorize, OutcomeUnknown", "finalize, OutcomeUnknown", "read, Transient"})
    void aWaitThatKlarnaAskedForIsWaitedWithUpToAQuarterMore(String call, String failure) {
        klarna.failsWith(call, failure(failure, Duration.ofSeconds(40)));

        assertThatItWaits(failed(call, false), Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @CsvSource({
        // seconds since the expiry, whether the Payment Request is gone and so EXPIRED
        "-3600, false",
        "-1, false",
        "0, false",
        "120, false",
        "121, true",
        "3600, true",
    })
    void klarnas404IsAnExpiryOnlyOnceTheExpiryIsPastByMoreThanClocksDiffer(long seconds, boolean gone) {
        klarna.knowsNoRequest();
        var command = new RequestCommand(ACCOUNT, REQUEST, NOW.minusSeconds(seconds));

        if (gone) {
            assertThat(activities.readPaymentRequest(command)).isEqualTo(new Look.Gone());
            assertThat(activities.cancelPaymentRequest(command)).isEqualTo(new Look.Gone());
            assertThat(klarna.calls()).containsExactly("read", "read");
        } else {
            assertThat(failure(() -> activities.readPaymentRequest(command)).getType())
                    .isEqualTo("NOT_YET");
            assertThat(failure(() -> activities.cancelPaymentRequest(command)).getType())
                    .isEqualTo("NOT_YET");
            assertThat(klarna.calls()).containsExactly("read", "read", "cancel");
        }
    }

    @Test
    void aRequestThatIsStillOpenAfterItsDeleteIsNoEnd() {
        assertThat(failed("cancel", false).getType()).isEqualTo("NOT_YET");
        assertThat(klarna.calls()).containsExactly("read", "cancel");
    }

    /** A token outlives its request: only a state that says "never paid" ends what was completed. */
    @ParameterizedTest
    @CsvSource({"EXPIRED, Refused", "CANCELED, Withdrawn", "DECLINED, Withdrawn"})
    void anExpiryAfterACompletionEndsNoFinalization(PaymentRequestState state, String outcome) {
        klarna.failsWith("finalize", failure("Refused", null));
        klarna.readsAs(state);

        assertThat(perform("finalize", false).getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        // tried before without an answer, minutes to the session's end, minutes to the 23 hours' end, what comes of it
        "no,  10,  10, (sent)",
        "no,  10,   0, NotSent",
        "no,  10,  -1, NotSent",
        "no,   0,  10, NotSent",
        "no,  -1,  10, NotSent",
        "yes, 10,  10, (sent)",
        "yes,  0,  10, (sent)",
        "yes, -1,  10, (sent)",
        "yes, 10,   0, NoAnswer",
        "yes, 10,  -1, NoAnswer",
        "yes, -1,  -1, NoAnswer",
    })
    void noAuthorizeIsPostedOnceKlarnaMayHaveForgottenItsKey(String before, long session, long key, String outcome) {
        klarna.failsWith("authorize", failure("OutcomeUnknown", null));
        var command = authorize(before.equals("yes"), NOW.plusSeconds(session * 60), NOW.plusSeconds(key * 60));

        if (outcome.equals("(sent)")) {
            assertThat(failure(() -> activities.authorizePayment(command)).getType())
                    .isEqualTo("OUTCOME_UNKNOWN");
            assertThat(klarna.calls()).containsExactly("authorize");
        } else {
            assertThat(activities.authorizePayment(command).getClass().getSimpleName())
                    .isEqualTo(outcome);
            assertThat(klarna.calls()).isEmpty();
        }
    }

    private ApplicationFailure failed(String call, boolean inDoubt) {
        return failure(() -> perform(call, inDoubt));
    }

    private static ApplicationFailure failure(Runnable call) {
        var failure = Objects.requireNonNull(catchThrowableOfType(ActivityFailure.class, call::run));
        return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
    }

    private static void assertThatItWaits(ApplicationFailure failure, @Nullable Duration atLeast) {
        if (atLeast == null) {
            assertThat(failure.getNextRetryDelay()).isNull();
        } else {
            assertThat(failure.getNextRetryDelay())
                    .isBetween(atLeast, atLeast.multipliedBy(5).dividedBy(4));
        }
    }

    private Object perform(String call, boolean inDoubt) {
        var request = new RequestCommand(ACCOUNT, REQUEST, NOW.plusSeconds(600));
        return switch (call) {
            case "authorize" ->
                activities.authorizePayment(authorize(inDoubt, NOW.plusSeconds(600), NOW.plusSeconds(600)));
            case "finalize" ->
                activities.finalizeAuthorization(new FinalizeCommand(
                        ACCOUNT, REQUEST, REFERENCES, PAYMENT, null, 1, inDoubt, NOW.plusSeconds(600)));
            case "read" -> activities.readPaymentRequest(request);
            case "cancel" -> activities.cancelPaymentRequest(request);
            case "update" ->
                activities.updatePaymentRequest(new UpdateCommand(
                        new UpdatePaymentRequest(ACCOUNT, REQUEST, IdempotencyKey.of("u"), 9500L, null), inDoubt));
            default -> throw new IllegalArgumentException(call);
        };
    }

    private static AuthorizeCommand authorize(boolean inDoubt, Instant sendUntil, Instant repeatUntil) {
        var call = new AuthorizePayment(
                ACCOUNT,
                IdempotencyKey.of("a"),
                REFERENCES.paymentTransactionReference(),
                PAYMENT,
                new StepUpConfig(
                        REFERENCES.paymentRequestReference(),
                        InteractionMethod.QR_CODE,
                        null,
                        null,
                        new InteractionExpiry("PT30M", null)),
                null);
        return new AuthorizeCommand(call, null, "chk", inDoubt, sendUntil, repeatUntil);
    }

    private static KlarnaException failure(String kind, @Nullable Duration retryAfter) {
        var details = new Details("someCall", null, "SOME_CODE", null, "it failed", retryAfter, List.of());
        return switch (kind) {
            case "Transient" -> new KlarnaException.Transient(details, null);
            case "OutcomeUnknown" -> new KlarnaException.OutcomeUnknown(details, null);
            case "Refused" -> new KlarnaException.Refused(details);
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
