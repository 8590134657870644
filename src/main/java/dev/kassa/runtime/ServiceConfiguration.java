package dev.kassa.runtime;

import static java.util.Objects.requireNonNull;

import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.Receiver;
import dev.kassa.operations.TemporalHealth;
import dev.kassa.operations.TemporalProbe;
import dev.kassa.operations.codec.CodecSettings;
import dev.kassa.operations.reconciler.Reconciler;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** Kassa itself: everything but the profile {@code sandbox}. */
@Configuration(proxyBeanMethods = false)
@Profile("!sandbox")
@Import({
    PropertiesRegistrar.class,
    TemporalConfiguration.class,
    KlarnaConfiguration.class,
    MetricsConfiguration.class,
    MerchantsConfiguration.class,
    NotificationConfiguration.class,
    WebSecurity.class,
    ServerErrors.class,
    ApiRole.class
})
class ServiceConfiguration {
    /** Of a process that only serves HTTP. */
    private static final TemporalLifecycle.Workers NO_WORKERS = new TemporalLifecycle.Workers() {
        @Override
        public boolean start() {
            return true;
        }

        @Override
        public void rest() {}

        @Override
        public void goOn() {}

        @Override
        public void stop(Duration limit) {}
    };

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    static Merchant merchant(KassaProperties.Merchant configured) {
        var receiver = configured.notification();
        return new Merchant(
                requireNonNull(configured.id()),
                requireNonNull(configured.partnerAccountId()),
                configured.apiKeysSha256(),
                configured.returnUrlOrigins(),
                receiver == null
                        ? null
                        : new Receiver(requireNonNull(receiver.url()), requireNonNull(receiver.secret())));
    }

    /** Found by the codec endpoint, which Boot makes for the management port. */
    @Bean
    CodecSettings codecSettings(KassaProperties kassa) {
        var codec = kassa.codec();
        return new CodecSettings(codec.apiKeysSha256(), codec.fullViewApiKeysSha256(), codec.allowedOrigin());
    }

    @Bean
    TemporalProbe temporalProbe(WorkflowClient client) {
        return new TemporalProbe(client);
    }

    /** Its bean's name is its name in the readiness group. */
    @Bean("temporal")
    TemporalHealth temporalHealth(TemporalProbe probe, InstantSource clock) {
        return new TemporalHealth(probe.namespace(), probe::ask, clock);
    }

    @Bean
    TemporalLifecycle temporalLifecycle(
            TemporalProbe probe,
            KassaProperties kassa,
            Environment environment,
            ObjectProvider<WorkerFactory> factories,
            ObjectProvider<StoppableWorkers> stoppable,
            Reconciler reconciler,
            ApplicationContext context) {
        return new TemporalLifecycle(
                probe::ask,
                environment.getRequiredProperty("spring.temporal.connection.target"),
                kassa.klarna().live(),
                kassa.has(KassaProperties.Role.WORKER)
                        ? new ReconcilingWorkers(workers(factories, stoppable.getIfAvailable()), reconciler)
                        : NO_WORKERS,
                () -> System.exit(SpringApplication.exit(context, () -> 1)));
    }

    private static TemporalLifecycle.Workers workers(
            ObjectProvider<WorkerFactory> factories, @Nullable StoppableWorkers stoppable) {
        return stoppable != null ? stoppable : new SdkWorkers(factories.getObject());
    }
}
