package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT2S",
        "1, PT2S",
        "2, PT4S",
        "3, PT8S",
        "4, PT16S",
        "5, PT32S",
        "6, PT1M",
        "7, PT1M",
        "2147483647, PT1M"
    })
    void aPauseIsTwiceTheLastUpToAMinute(int attempt, Duration pause) {
        assertThat(Backoff.after(attempt)).isEqualTo(pause);
    }
}
