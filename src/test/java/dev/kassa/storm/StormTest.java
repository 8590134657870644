package dev.kassa.storm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A slice of the storm that {@code proof/storm} blows in full, half of it; the other half is {@link SecondStormTest}. */
class StormTest {
    /** A thousand checkouts, a third of them with a session of a day or two. */
    static final Size HALF = new Size(1_000, 370, 6);

    @Test
    void nothingThatMustNeverHappenHappensToAThousandCheckouts() {
        assertHarmless(1);
    }

    static void assertHarmless(long seed) {
        var report = Storm.report(seed, HALF, _ -> {});
        System.out.println(report.printed());

        assertThat(report.violations()).isEmpty();
        assertThat(report.checkouts()).isEqualTo(HALF.checkouts());
        assertThat(report.faultsInAll()).isGreaterThan(2_500);
        assertThat(report.years()).isGreaterThan(1);
        assertThat(report.workersKilled() + report.edgesKilled()).isGreaterThan(3);
    }
}
