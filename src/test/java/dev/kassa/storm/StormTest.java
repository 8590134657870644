package dev.kassa.storm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A gust of the storm that {@code proof/storm} blows in full; as much of it as fits into a build. */
class StormTest {
    private static final Size GUST = new Size(300, 20, 4);

    @Test
    void nothingThatMustNeverHappenHappensToAnyCheckout() {
        var report = Storm.report(1, GUST, _ -> {});
        System.out.println(report.printed());

        assertThat(report.violations()).isEmpty();
        assertThat(report.checkouts()).isEqualTo(GUST.checkouts());
        assertThat(report.faultsInAll()).isGreaterThan(1_000);
        assertThat(report.workersKilled()).isPositive();
        assertThat(report.edgesKilled()).isPositive();
    }
}
