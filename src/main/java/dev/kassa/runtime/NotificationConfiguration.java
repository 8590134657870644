package dev.kassa.runtime;

import dev.kassa.merchant.Merchants;
import dev.kassa.notification.NotificationWorker;
import dev.kassa.notification.Notifications;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** What merchants are told. */
class NotificationConfiguration {
    @Bean
    Notifications notifications(WorkflowClient client) {
        return new Notifications(client);
    }

    /** Lazy, as a process without the worker role delivers nothing. */
    @Bean(destroyMethod = "close")
    @Lazy
    NotificationWorker notificationWorker(
            WorkflowClient client,
            Merchants merchants,
            KassaProperties kassa,
            MeterRegistry meters,
            InstantSource clock) {
        return new NotificationWorker(
                client,
                id -> merchants.byId(id).flatMap(merchant -> Optional.ofNullable(merchant.notification())),
                kassa.notification().allowPrivateAddresses(),
                meters,
                clock);
    }
}
