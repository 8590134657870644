package dev.kassa.runtime;

import dev.kassa.klarna.http.CallBudget;
import dev.kassa.klarna.http.CallPace;
import dev.kassa.klarna.http.CallRates;
import dev.kassa.klarna.http.HttpKlarna;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.operations.KlarnaHealth;
import dev.kassa.operations.KlarnaWatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;

/** Klarna, twice: for calls that somebody waits for, and for those that nobody does. */
class KlarnaConfiguration {
    /** One for both: Klarna does not know how patient we are. */
    @Bean
    CallBudget klarnaBudget(KassaProperties kassa) {
        return new CallBudget(rates(kassa.klarna()));
    }

    @Bean(destroyMethod = "close")
    HttpKlarna quickHttpKlarna(KassaProperties kassa, CallBudget klarnaBudget) {
        return new HttpKlarna(settings(kassa.klarna(), CallPace.QUICK).withBudget(klarnaBudget));
    }

    @Bean(destroyMethod = "close")
    HttpKlarna patientHttpKlarna(KassaProperties kassa, CallBudget klarnaBudget) {
        return new HttpKlarna(settings(kassa.klarna(), CallPace.PATIENT).withBudget(klarnaBudget));
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

    /** Klarna's test environment takes fewer calls than its live one; a sandbox takes any number. */
    static CallRates rates(KassaProperties.Klarna klarna) {
        var host =
                Objects.requireNonNull(Objects.requireNonNull(klarna.baseUrl()).getHost());
        var usual = host.endsWith(".test.klarna.com") ? CallRates.TEST : CallRates.LIVE;
        var wished = klarna.rateLimit();
        return new CallRates(
                Objects.requireNonNullElse(wished.authorizationsPerSecond(), usual.authorizations()),
                Objects.requireNonNullElse(wished.managementPerSecond(), usual.management()));
    }

    private static KlarnaSettings settings(KassaProperties.Klarna klarna, CallPace pace) {
        var baseUrl = Objects.requireNonNull(klarna.baseUrl());
        var apiKey = Objects.requireNonNull(klarna.apiKey());
        var settings = KlarnaSettings.of(baseUrl, apiKey::reveal, pace).withUpdates(klarna.updateMethod());
        return klarna.tls() == null ? settings : settings.withTls(ClientCertificate.of(klarna.tls()));
    }
}
