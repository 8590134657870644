package dev.kassa.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.merchant.Merchant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long Klarna has told nothing of a merchant while customers wait. */
class WebhookSilenceTest {
    private static final Merchant ACME =
            new Merchant("acme", "krn:acme", List.of("ab".repeat(32)), List.of("https://shop.example"), null);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
    private final AtomicLong waiting = new AtomicLong();
    private final WebhookSilence silence = new WebhookSilence(now::get);

    @Test
    void nobodyWaitsSoNobodyIsSilent() {
        pass(Duration.ofHours(10));

        assertThat(minutes()).isZero();
    }

    @Test
    void itCountsFromTheFirstCustomerWhoWaitedAndNotFromTheNightBefore() {
        silence.heard("krn:acme");
        pass(Duration.ofHours(10));
        waiting.set(1);
        assertThat(minutes()).isZero();

        pass(Duration.ofMinutes(20));

        assertThat(minutes()).isEqualTo(20);
    }

    @Test
    void anEventEndsIt() {
        waiting.set(3);
        minutes();
        pass(Duration.ofMinutes(50));
        silence.heard("krn:acme");
        assertThat(minutes()).isZero();

        pass(Duration.ofMinutes(7));

        assertThat(minutes()).isEqualTo(7);
    }

    @Test
    void anotherMerchantsEventDoesNot() {
        waiting.set(3);
        minutes();
        pass(Duration.ofMinutes(50));
        silence.heard("krn:other");

        assertThat(minutes()).isEqualTo(50);
    }

    @Test
    void whoNoLongerWaitsBeginsAnew() {
        waiting.set(1);
        minutes();
        pass(Duration.ofMinutes(50));
        waiting.set(0);
        assertThat(minutes()).isZero();
        waiting.set(1);

        assertThat(minutes()).isZero();
    }

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private long minutes() {
        return silence.of(ACME, _ -> waiting.get()).toMinutes();
    }
}
