package dev.kassa.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT30S", "3, PT2M", "4, PT5M", "5, PT15M", "6, PT30M", "7, PT1H", "70, PT1H"})
    void thePausesGrowToAnHour(int tries, Duration pause) {
        assertThat(RetrySchedule.pauseAfter(tries, null, 0.5)).isEqualTo(pause);
    }

    @Test
    void notEverybodyComesBackInTheSameSecond() {
        assertThat(RetrySchedule.pauseAfter(7, null, 0)).isEqualTo(Duration.ofMinutes(54));
        assertThat(RetrySchedule.pauseAfter(7, null, 1)).isEqualTo(Duration.ofMinutes(66));
    }

    @ParameterizedTest
    @CsvSource({"PT1S, PT5S", "PT20M, PT20M", "PT6H, PT6H", "P300D, PT6H"})
    void whatAReceiverAsksForIsHonouredWithinBounds(Duration asked, Duration pause) {
        assertThat(RetrySchedule.pauseAfter(1, asked, 0.5)).isEqualTo(pause);
    }

    @ParameterizedTest
    @CsvSource({
        "120, , PT2M",
        "soon, , ",
        "-5, , ",
        "'Fri, 31 Dec 1999 23:59:59 GMT', 'Fri, 31 Dec 1999 23:58:59 GMT', PT1M",
        "'Fri, 31 Dec 1999 23:59:59 GMT', , ",
        "99999999999999999999, , "
    })
    void retryAfterIsSecondsOrADate(String value, @Nullable String date, @Nullable Duration expected) {
        assertThat(RetryAfter.of(value, date)).isEqualTo(expected);
    }
}
