package dev.kassa.operations;

import java.util.Comparator;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells how Klarna last answered; never DOWN. A checkout waits for Klarna by itself, and a service that is taken out of
 * rotation because Klarna is away could not take Klarna's notifications either.
 */
public final class KlarnaHealth implements HealthIndicator {
    private final List<KlarnaWatch> watches;

    public KlarnaHealth(List<KlarnaWatch> watches) {
        this.watches = List.copyOf(watches);
    }

    @Override
    public Health health() {
        var health = Health.up();
        watches.stream()
                .flatMap(watch -> watch.lastAnswer().stream())
                .max(Comparator.naturalOrder())
                .ifPresent(at -> health.withDetail("last_answer", at.toString()));
        watches.stream()
                .flatMap(watch -> watch.lastFailure().stream())
                .max(Comparator.comparing(KlarnaWatch.Failure::at))
                .ifPresent(failure -> health.withDetail("last_failure", failure.kind() + " at " + failure.at()));
        return health.build();
    }
}
