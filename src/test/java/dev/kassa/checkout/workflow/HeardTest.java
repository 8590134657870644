package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.klarna.PaymentRequestId;
import io.temporal.workflow.CancellationScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several words of Klarna's counts, where a run has not acted on the first when the next comes. */
class HeardTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final PaymentRequestId REQUEST = new PaymentRequestId("krn:payment:eu1:request:1");
    private static final AttemptReferences ATTEMPT =
            new AttemptReferences(CheckoutId.of(new MerchantId("acme"), "order-1"), "birth", 1);

    private final Heard heard = new Heard(ATTEMPT, ATTEMPT, mock(CancellationScope.class));

    @ParameterizedTest
    @CsvSource({
        // seconds at which Klarna says they happened, in the order of their arrival; which counts
        "REQUEST_COMPLETED, 1, REQUEST_EXPIRED,   2, REQUEST_COMPLETED",
        "REQUEST_EXPIRED,   2, REQUEST_COMPLETED, 1, REQUEST_COMPLETED",
        "REQUEST_COMPLETED, 1, REQUEST_CANCELED,  2, REQUEST_COMPLETED",
        "REQUEST_CANCELED,  1, REQUEST_COMPLETED, 2, REQUEST_COMPLETED",
        "REQUEST_DECLINED,  1, REQUEST_CANCELED,  2, REQUEST_CANCELED",
        "REQUEST_CANCELED,  2, REQUEST_DECLINED,  1, REQUEST_CANCELED",
    })
    void aCompletionCountsWheneverItComesAndElseTheLaterWord(
            KlarnaEvent.Kind first, long at, KlarnaEvent.Kind second, long then, KlarnaEvent.Kind counts) {
        hears(first, at);
        hears(second, then);

        assertThat(decision()).isEqualTo(counts);
        assertThat(heard.hasDecision()).isFalse();
    }

    private void hears(KlarnaEvent.Kind kind, long second) {
        heard.event(
                new KlarnaEvent(
                        kind, REQUEST, ATTEMPT.paymentRequestReference(), NOW.plusSeconds(second), null, null, null),
                null);
    }

    private KlarnaEvent.@Nullable Kind decision() {
        var decision = heard.takeDecision(REQUEST);
        return decision == null ? null : decision.kind();
    }
}
