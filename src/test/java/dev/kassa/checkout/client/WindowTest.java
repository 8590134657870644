package dev.kassa.checkout.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant END = NOW.plus(Window.AHEAD);

    private final List<Instant> starts = new ArrayList<>();
    private int counted;

    @Test
    void aFewOfTheLastHourAreFoundByOneCount() {
        starts(21, Duration.ofMinutes(1));
        assertThat(in(Window.before(END, 20, this::count))).isEqualTo(21);
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void whereTooFewAreLeftTheLastWindowTakesThemAll() {
        starts(5, Duration.ofDays(300));
        var window = Window.before(END, 20, this::count);
        assertThat(window.isLast()).isTrue();
        assertThat(in(window)).isEqualTo(5);
    }

    @Test
    void ofAMillionNoMoreThanAThousandAreReadAtOnce() {
        starts(1_000_000, Duration.ofMillis(7));
        var end = END;
        int seen = 0;
        for (int page = 0; page < 5; page++) {
            var window = Window.before(end, 20, this::count);
            assertThat(in(window)).isBetween(21L, (long) Window.MOST);
            seen += (int) in(window);
            end = window.begin();
        }
        assertThat(starts.stream().filter(end::isBefore).count()
                        + starts.stream().filter(end::equals).count())
                .as("nothing is lost between windows")
                .isEqualTo(seen);
        assertThat(counted).isLessThan(200);
    }

    @Test
    void aMillisecondThatHoldsTooManyIsReadWhole() {
        starts(3000, Duration.ZERO);
        var window = Window.before(END, 20, this::count);
        assertThat(in(window)).isEqualTo(3000);
        assertThat(Window.before(window.begin(), 20, this::count).isLast()).isTrue();
    }

    private void starts(int number, Duration apart) {
        for (int i = 0; i < number; i++) {
            starts.add(NOW.minus(apart.multipliedBy(i)));
        }
    }

    private long count(Window window) {
        counted++;
        return in(window);
    }

    private long in(Window window) {
        return starts.stream()
                .filter(at -> !at.isBefore(window.begin()) && at.isBefore(window.end()))
                .count();
    }
}
