package dev.kassa.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * DOWN while Temporal is away, because then nothing can be started and no notification can be made durable.
 *
 * <p>Temporal is asked at most once in five seconds, however often a probe comes.
 */
public final class TemporalHealth implements HealthIndicator {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final String namespace;
    private final Supplier<TemporalStanding> temporal;
    private final InstantSource clock;
    private @Nullable Health last;
    private Instant askedAt = Instant.MIN;

    /** @param temporal asks Temporal, in a bounded time */
    public TemporalHealth(String namespace, Supplier<TemporalStanding> temporal, InstantSource clock) {
        this.namespace = namespace;
        this.temporal = temporal;
        this.clock = clock;
    }

    @Override
    public synchronized Health health() {
        Health known = last;
        if (known == null || clock.instant().isAfter(askedAt.plus(REMEMBERED))) {
            known = describe(temporal.get());
            last = known;
            askedAt = clock.instant();
        }
        return known;
    }

    private Health describe(TemporalStanding standing) {
        return switch (standing) {
            case TemporalStanding.Away away ->
                Health.down()
                        .withDetail("namespace", namespace)
                        .withDetail("why", away.why())
                        .build();
            case TemporalStanding.Reachable reachable -> {
                var up = Health.up()
                        .withDetail("namespace", namespace)
                        .withDetail(
                                "retention",
                                reachable.retention().map(Duration::toString).orElse("unknown"));
                if (reachable.forgetsTooEarly()) {
                    up.withDetail("warning", "retention is less than 8 days");
                }
                yield up.build();
            }
        };
    }
}
