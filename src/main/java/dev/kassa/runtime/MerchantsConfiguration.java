package dev.kassa.runtime;

import dev.kassa.merchant.Merchants;
import dev.kassa.operations.MerchantsHealth;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Who may call: as the properties say, or as the merchants file says from one moment to the next. */
class MerchantsConfiguration {
    @Bean
    Merchants merchants(KassaProperties kassa, ObjectProvider<MerchantsWatch> watch) {
        var watched = watch.getIfAvailable();
        return watched != null
                ? watched.merchants()
                : new Merchants(kassa.merchants().stream()
                        .map(ServiceConfiguration::merchant)
                        .toList());
    }

    /** Closed with the application; absent where the merchants stand in the properties. */
    @Bean(destroyMethod = "close")
    @Nullable
    MerchantsWatch merchantsWatch(KassaProperties kassa, Environment environment, InstantSource clock) {
        return MerchantsFile.of(kassa, environment)
                .map(file -> MerchantsWatch.started(file, clock))
                .orElse(null);
    }

    @Bean("merchantList")
    MerchantsHealth merchantsHealth(Merchants merchants, ObjectProvider<MerchantsWatch> watch, InstantSource clock) {
        var watched = watch.getIfAvailable();
        return new MerchantsHealth(merchants, watched != null ? watched : new Configured(clock.instant()));
    }

    /** Read once, at the start, and without a fault: otherwise there would have been none. */
    private record Configured(java.time.Instant takenAt) implements MerchantsHealth.List {
        @Override
        public List<String> faults() {
            return List.of();
        }
    }
}
