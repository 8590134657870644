package dev.kassa.runtime;

import dev.kassa.merchant.Merchants;
import dev.kassa.operations.RunCensus;
import dev.kassa.operations.TemporalProbe;
import dev.kassa.operations.WebhookSilence;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;

/** The count of what is open: where Klarna's events come in, and where it goes on when every worker is gone. */
class CensusConfiguration {
    @Bean
    WebhookSilence webhookSilence(InstantSource clock) {
        return new WebhookSilence(clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    RunCensus runCensus(
            WorkflowClient client,
            TemporalProbe probe,
            Merchants merchants,
            WebhookSilence silence,
            MeterRegistry meters,
            InstantSource clock) {
        return new RunCensus(client, probe::ask, merchants, silence, meters, clock);
    }
}
