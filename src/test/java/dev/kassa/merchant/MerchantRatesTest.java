package dev.kassa.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerchantRatesTest {
    private static final Merchant ACME = merchant("acme");
    private static final Merchant OTHER = merchant("other");

    private final AtomicLong now = new AtomicLong();
    private final MerchantRates rates = new MerchantRates(50, 100, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void aBurstIsLetThroughAndThenSoManyASecond() {
        assertThat(letThrough(ACME, 150)).isEqualTo(100);
        assertThat(rates.take(ACME)).isEqualTo(Duration.ofMillis(20));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(letThrough(ACME, 150)).isEqualTo(50);
        now.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(letThrough(ACME, 150)).as("no more than a burst is saved up").isEqualTo(100);
    }

    @Test
    void aNoisyMerchantUsesUpNobodysCallsButItsOwn() {
        assertThat(letThrough(ACME, 10_000)).isEqualTo(100);
        assertThat(letThrough(OTHER, 100)).isEqualTo(100);
    }

    @Test
    void theCallsThatCanBeUnderWayAtOnceFollowFromTheRate() {
        assertThat(rates.atOnce(Duration.ofSeconds(45))).isEqualTo(50 * 45 + 100);
    }

    private long letThrough(Merchant merchant, int calls) {
        return IntStream.range(0, calls)
                .filter(_ -> rates.take(merchant).isZero())
                .count();
    }

    private static Merchant merchant(String id) {
        return new Merchant(id, "krn:" + id, List.of("0".repeat(64)), List.of(), null);
    }
}
