package dev.kassa.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.AttemptReferences.Step;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentTransactionReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt's names at Klarna. */
class AttemptReferencesTest {
    private static final CheckoutId CHECKOUT = CheckoutId.of(new MerchantId("acme"), "order-1");
    private static final AttemptReferences ATTEMPT = new AttemptReferences(CHECKOUT, "birth", 1);

    @Test
    void noTwoIntentionsShareAKey() {
        var others = Stream.of(
                new AttemptReferences(CHECKOUT, "another", 1),
                new AttemptReferences(CHECKOUT, "birth", 2),
                new AttemptReferences(CheckoutId.of(new MerchantId("acme"), "order-2"), "birth", 1),
                new AttemptReferences(CheckoutId.of(new MerchantId("bolt"), "order-1"), "birth", 1));
        var keys = Stream.concat(
                        Stream.of(
                                ATTEMPT.idempotencyKey(Step.AUTHORIZE, 1),
                                ATTEMPT.idempotencyKey(Step.AUTHORIZE, 2),
                                ATTEMPT.idempotencyKey(Step.FINALIZE, 1),
                                ATTEMPT.idempotencyKey(Step.AMEND, 1)),
                        others.map(other -> other.idempotencyKey(Step.AUTHORIZE, 1)))
                .toList();

        assertThat(keys).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void aRepeatHasTheSameKeyOnEveryWorker() {
        assertThat(new AttemptReferences(CHECKOUT, "birth", 1).idempotencyKey(Step.FINALIZE, 3))
                .isEqualTo(ATTEMPT.idempotencyKey(Step.FINALIZE, 3));
    }

    @Test
    void whatWasPrintedIsReadAgain() {
        assertThat(AttemptReferences.of(ATTEMPT.paymentRequestReference())).contains(ATTEMPT);
        assertThat(AttemptReferences.of(ATTEMPT.paymentTransactionReference())).contains(ATTEMPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tx",
                "chk_0123456789abcdefghijklmnopqrst-birth-0",
                "chk_0123456789abcdefghijklmnopqrst-birth-1234567890",
                "chk_0123456789abcdefghijklmnopqrst-abcdefghijklmnopqrstuvwxyz0123456-1",
                "chk_0123456789abcdefghijklmnopqrst-abcdefghijklmnopqrstuvwxyz0123456-1-tx",
                "somebody else's"
            })
    void aNameThatIsNoneOfOursIsNobodys(String name) {
        assertThat(AttemptReferences.of(new PaymentRequestReference(name))).isEmpty();
        assertThat(AttemptReferences.of(new PaymentTransactionReference(name))).isEmpty();
    }
}
