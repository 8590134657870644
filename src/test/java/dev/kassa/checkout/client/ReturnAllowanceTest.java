package dev.kassa.checkout.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReturnAllowanceTest {
    private static final CheckoutId ONE = CheckoutId.of(new MerchantId("acme"), "one");
    private static final CheckoutId TWO = CheckoutId.of(new MerchantId("acme"), "two");

    private Instant now = Instant.parse("2026-03-02T09:00:00Z");
    private final ReturnAllowance allowance = new ReturnAllowance(() -> now);

    @Test
    void oneReadInTenSecondsPerCheckout() {
        assertThat(allowance.take(ONE, 1)).isTrue();
        assertThat(allowance.take(ONE, 1)).isFalse();
        assertThat(allowance.take(TWO, 1)).isTrue();
        now = now.plus(Duration.ofSeconds(10));
        assertThat(allowance.take(ONE, 1)).isTrue();
    }

    @Test
    void fiftyReadsPerAttempt() {
        for (int read = 0; read < 50; read++) {
            assertThat(allowance.take(ONE, 1)).isTrue();
            now = now.plus(Duration.ofSeconds(10));
        }
        assertThat(allowance.take(ONE, 1)).isFalse();
        assertThat(allowance.take(ONE, 2)).isTrue();
    }

    @Test
    void anotherAttemptIsNoWayAroundTheTenSeconds() {
        assertThat(allowance.take(ONE, 1)).isTrue();
        assertThat(allowance.take(ONE, 2)).isFalse();
        now = now.plus(Duration.ofSeconds(10));
        assertThat(allowance.take(ONE, 2)).isTrue();
        now = now.plus(Duration.ofSeconds(10));
        assertThat(allowance.take(ONE, 1)).as("an older attempt").isFalse();
        assertThat(allowance.take(ONE, 2)).isTrue();
    }
}
