package dev.kassa.storm;

import org.junit.jupiter.api.Test;

/** The other half of {@link StormTest}'s slice, for another core. */
class SecondStormTest {
    @Test
    void nothingThatMustNeverHappenHappensToAnotherThousand() {
        StormTest.assertHarmless(2);
    }
}
