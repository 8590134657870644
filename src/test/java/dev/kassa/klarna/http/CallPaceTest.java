package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallPaceTest {
    @Test
    void aQuickCallFitsIntoALocalActivityOfThreeSecondsAndSoDoesACancel() {
        var quick = CallPace.QUICK.timeouts();

        assertThat(quick.answer()).isLessThan(Duration.ofSeconds(3));
        assertThat(quick.cancelStep().multipliedBy(2)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aPatientCallOutlastsKlarnasOwnLimit() {
        var patient = CallPace.PATIENT.timeouts();

        assertThat(patient.answer()).isGreaterThan(Duration.ofSeconds(59));
        assertThat(patient.cancelStep()).isGreaterThan(Duration.ofSeconds(59));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT2S, PT1S", "PT2S, PT2S, PT2S", "PT1S, PT2S, PT1S", "PT1S, PT2S, PT3S"})
    void timeoutsThatContradictEachOtherAreRefused(Duration connect, Duration answer, Duration cancelStep) {
        assertThatThrownBy(() -> new Timeouts(connect, answer, cancelStep))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://klarna.example", "/v2", "https://user:key@klarna.example", "https://k.example/?a=b"})
    void aBaseUrlThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> KlarnaSettings.of(URI.create(url), () -> "key", CallPace.QUICK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("user:key");
    }
}
