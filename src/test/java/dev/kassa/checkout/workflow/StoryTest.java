package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a checkout, as an operator reads it who has nothing else. */
class StoryTest {
    private static final AttemptReferences NAMES =
            new AttemptReferences(new CheckoutId("chk_" + "a".repeat(26)), "birth", 1);
    private static final Instant CREATED = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant SESSION_ENDS = Instant.parse("2026-03-02T09:30:00Z");
    private static final Instant TOKEN_ENDS = Instant.parse("2026-03-02T10:10:00Z");
    private static final String TROUBLE =
            "cancelPaymentRequest: Klarna failed, HTTP 500 INTERNAL_ERROR, Klarna-Correlation-Id 5d5a";

    @ParameterizedTest
    @EnumSource(CheckoutStatus.class)
    void everyStatusBeginsWithItselfAndSaysWhatCanBeDone(CheckoutStatus status) {
        var page = page(status, null, null, null);

        assertThat(page).startsWith("**" + status + "**").contains("*You can:*", "Klarna last said **SUBMITTED**");
    }

    @Test
    void aWaitingCheckoutSaysUntilWhenAndHowItIsCanceled() {
        assertThat(page(CheckoutStatus.AWAITING_CUSTOMER, null, null, null))
                .contains("until 2026-03-02 09:30:00 UTC", "`cancel`", "`{\"reason\": \"customer_abandoned\"}`")
                .contains("Do not Terminate");
    }

    @Test
    void anUnansweredAuthorizeSaysHowLongItIsRepeated() {
        assertThat(page(CheckoutStatus.AUTHORIZING, null, null, null))
                .contains("09:30:00 UTC", "2026-03-03 08:00:00 UTC", "UNCONFIRMED");
    }

    @Test
    void aPaymentThatIsBeingConfirmedSaysWhenItsTokenDiesAndWhatKlarnaRefuses() {
        var refusal = new Refusal("UNAUTHORIZED", "b6fa", "Klarna does not accept the API key, HTTP 401", List.of());

        assertThat(story(CheckoutStatus.FINALIZING, null, TOKEN_ENDS, refusal, null)
                        .currentDetails())
                .contains(
                        "until 2026-03-02 10:10:00 UTC",
                        "Klarna does not accept the API key",
                        "mend what Klarna",
                        "FAILED");
        assertThat(page(CheckoutStatus.FINALIZING, null, TOKEN_ENDS, null)).contains("Pending Activities");
    }

    @Test
    void aCancelSaysForWhomAndWhatWasTriedAndFailed() {
        assertThat(page(CheckoutStatus.CANCELING, null, null, Reason.MERCHANT_CANCELED))
                .contains("for the merchant", "until it has expired, 2026-03-02 09:31:00 UTC")
                .contains("Failed 2026-03-02 09:00:00 UTC: " + TROUBLE);
    }

    @Test
    void anUnconfirmedCheckoutNamesWhatToAskKlarnaForAndWhatToPaste() {
        assertThat(page(CheckoutStatus.UNCONFIRMED, Reason.OUTCOME_UNKNOWN, TOKEN_ENDS, null))
                .contains("`" + NAMES.paymentTransactionReference() + "`")
                .contains("`{\"outcome\": \"CANCELED\", \"reason\": \"who found out what\"}`")
                .contains("given up 2026-03-02 10:10:00 UTC");
    }

    @Test
    void aRecoveryThatStillAsksKlarnaDoesNotAskForAWord() {
        assertThat(page(CheckoutStatus.UNCONFIRMED, Reason.RUN_ENDED, null, null))
                .contains("was ended from outside", "`resolve` is refused until then")
                .doesNotContain("\"outcome\"");
    }

    private static String page(
            CheckoutStatus status, @Nullable Reason reason, @Nullable Instant deadline, @Nullable Reason wanted) {
        return story(status, reason, deadline, null, wanted).currentDetails();
    }

    private static Story story(
            CheckoutStatus status,
            @Nullable Reason reason,
            @Nullable Instant deadline,
            @Nullable Refusal refusal,
            @Nullable Reason wanted) {
        var request = new Checkout.RequestView(
                new PaymentRequestId("krn:payment:eu1:request:1"),
                NAMES.paymentRequestReference(),
                PaymentRequestState.SUBMITTED,
                null,
                null,
                SESSION_ENDS.plusSeconds(60));
        var checkout = new Checkout(
                NAMES.checkoutId(),
                "order-1",
                status,
                1,
                11836,
                "EUR",
                SESSION_ENDS,
                CREATED,
                CREATED,
                request,
                null,
                null,
                reason,
                refusal,
                null);
        return new Story(checkout, NAMES, deadline, wanted, new KlarnaCalls.Trouble(CREATED, TROUBLE), null);
    }
}
