package dev.kassa.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.operations.TemporalStanding.Away;
import dev.kassa.operations.TemporalStanding.Reachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class TemporalHealthTest {
    private static final Reachable MONTH = new Reachable(Optional.of(Duration.ofDays(30)));

    private TemporalStanding standing = MONTH;
    private int asked;
    private Instant now = Instant.EPOCH;
    private final TemporalHealth health = new TemporalHealth("shop", this::ask, () -> now);

    private TemporalStanding ask() {
        asked++;
        return standing;
    }

    @Test
    void aTemporalThatAnswersIsUp() {
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails())
                .containsEntry("namespace", "shop")
                .containsEntry("retention", "PT720H")
                .doesNotContainKey("warning");
    }

    @Test
    void aTemporalThatIsAwayIsDownAndSaysWhy() {
        standing = new Away("UNAVAILABLE");
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).containsEntry("why", "UNAVAILABLE");
    }

    @Test
    void itIsAskedOnceInFiveSecondsHoweverManyProbesCome() {
        health.health();
        standing = new Away("UNAVAILABLE");
        now = now.plusSeconds(5);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(asked).isEqualTo(1);
        now = now.plusMillis(1);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aNamespaceThatForgetsWithinEightDaysIsUpWithAWarning() {
        standing = new Reachable(Optional.of(Duration.ofDays(8).minusSeconds(1)));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails()).containsKey("warning");
    }

    @Test
    void eightDaysAreEnough() {
        assertThat(new Reachable(Optional.of(Duration.ofDays(8))).forgetsTooEarly())
                .isFalse();
    }

    @Test
    void aServerThatDoesNotSayIsBelieved() {
        standing = new Reachable(Optional.empty());
        assertThat(health.health().getDetails())
                .containsEntry("retention", "unknown")
                .doesNotContainKey("warning");
    }
}
