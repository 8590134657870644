package dev.kassa.storm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Half of what a build has of the storm that {@code proof/storm} blows in full. The halves are two classes because a build
 * has two JVMs for its tests.
 */
abstract class Gust {
    private static final Size HALF = new Size(1_000, 20, 5);

    private final long seed;

    Gust(long seed) {
        this.seed = seed;
    }

    @Test
    void nothingThatMustNeverHappenHappensToAnyCheckout() {
        var report = Storm.report(seed, HALF, _ -> {});
        System.out.println(report.printed());

        assertThat(report.violations()).isEmpty();
        assertThat(report.checkouts()).isEqualTo(HALF.checkouts());
        assertThat(report.faultsInAll()).isGreaterThan(2_500);
        assertThat(report.workersKilled()).isPositive();
        assertThat(report.edgesKilled()).isPositive();
    }
}
