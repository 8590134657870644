package dev.kassa.runtime;

import dev.kassa.operations.KnownMeters;
import dev.kassa.operations.ScrapeDiet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

/** What every process shows of itself. */
class MetricsConfiguration {
    @Bean
    ScrapeDiet scrapeDiet() {
        return new ScrapeDiet();
    }

    @Bean
    MeterBinder knownMeters(KassaProperties kassa, @Value("${spring.temporal.namespace}") String namespace) {
        var keys = kassa.klarna().signingKeys().stream()
                .map(key -> Objects.requireNonNull(key.id()))
                .toList();
        return (MeterRegistry meters) ->
                KnownMeters.register(meters, namespace, TemporalConfiguration.TASK_QUEUE, keys);
    }
}
