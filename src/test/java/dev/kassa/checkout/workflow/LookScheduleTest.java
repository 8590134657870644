package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a waiting checkout wakes. */
class LookScheduleTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void itReadsAfterFiveAndFifteenMinutesThenEveryTwentyAndAtTheSessionsEnd() {
        assertThat(secondsOfWaking(minutes(80), null)).containsExactly(300L, 900L, 2100L, 3300L, 4500L, 4800L);
    }

    @Test
    void itReadsHalfAMinuteBeforeAnExpiryThatComesFirst() {
        assertThat(secondsOfWaking(minutes(30), minutes(20))).containsExactly(300L, 900L, 1170L, 1800L);
    }

    @Test
    void anExpiryAfterTheSessionChangesNothing() {
        assertThat(secondsOfWaking(minutes(30), minutes(60))).containsExactly(300L, 900L, 1800L);
    }

    private static Instant minutes(long afterStart) {
        return START.plusSeconds(afterStart * 60);
    }

    private static List<Long> secondsOfWaking(Instant sessionExpiresAt, @Nullable Instant requestExpiresAt) {
        var schedule = new LookSchedule(START);
        var waking = new ArrayList<Long>();
        for (var now = START; now.isBefore(sessionExpiresAt); ) {
            now = schedule.next(now, sessionExpiresAt, requestExpiresAt);
            waking.add(now.getEpochSecond() - START.getEpochSecond());
        }
        return waking;
    }
}
