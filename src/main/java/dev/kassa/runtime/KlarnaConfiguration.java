package dev.kassa.runtime;

import dev.kassa.klarna.http.HttpKlarna;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.klarna.http.Patience;
import dev.kassa.operations.KlarnaHealth;
import dev.kassa.operations.KlarnaWatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;

/** Klarna, twice: for calls that somebody waits for, and for those that nobody does. */
class KlarnaConfiguration {
    @Bean(destroyMethod = "close")
    HttpKlarna quickHttpKlarna(KassaProperties kassa) {
        return new HttpKlarna(settings(kassa.klarna(), Patience.QUICK));
    }

    @Bean(destroyMethod = "close")
    HttpKlarna patientHttpKlarna(KassaProperties kassa) {
        return new HttpKlarna(settings(kassa.klarna(), Patience.PATIENT));
    }

    @Bean
    KlarnaWatch quickKlarna(HttpKlarna quickHttpKlarna, MeterRegistry meters, InstantSource clock) {
        return new KlarnaWatch(quickHttpKlarna, meters, clock);
    }

    @Bean
    KlarnaWatch patientKlarna(HttpKlarna patientHttpKlarna, MeterRegistry meters, InstantSource clock) {
        return new KlarnaWatch(patientHttpKlarna, meters, clock);
    }

    @Bean("klarna")
    KlarnaHealth klarnaHealth(List<KlarnaWatch> watches) {
        return new KlarnaHealth(watches);
    }

    private static KlarnaSettings settings(KassaProperties.Klarna klarna, Patience patience) {
        var baseUrl = Objects.requireNonNull(klarna.baseUrl());
        var apiKey = Objects.requireNonNull(klarna.apiKey());
        var settings = KlarnaSettings.of(baseUrl, apiKey::reveal, patience);
        return klarna.tls() == null ? settings : settings.withTls(ClientCertificate.of(klarna.tls()));
    }
}
