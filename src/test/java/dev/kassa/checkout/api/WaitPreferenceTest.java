package dev.kassa.checkout.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {"wait=5 | 5", "respond-async, WAIT = 30 | 30", "wait=\"7\" | 7", "wait=99 | 30", "wait=3;x=y | 3"})
    void aWaitOfOneToThirtySecondsIsGranted(String prefer, int seconds) {
        assertThat(WaitPreference.granted(List.of(prefer))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=0", "wait=-1", "wait=1.5", "await=5", "wait=soon"})
    void whatIsNoNumberOfSecondsIsIgnored(String prefer) {
        assertThat(WaitPreference.granted(List.of(prefer))).isEmpty();
    }

    @Test
    void nothingIsGrantedWhereNothingIsPreferred() {
        assertThat(WaitPreference.granted(List.of())).isEmpty();
    }
}
