package dev.kassa.runtime;

import dev.kassa.checkout.MerchantNotices;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.CheckoutWorkflowImpl;
import dev.kassa.notification.NotificationWorker;
import dev.kassa.operations.KlarnaWatch;
import dev.kassa.operations.reconciler.Reconciler;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * What Kassa adds to the Temporal starter's stubs and client: encryption, and workers that wait for Temporal.
 *
 * <p>The starter's own workers are not used: they end the application where Temporal is away at its start.
 */
class TemporalConfiguration {
    /** The checkouts' task queue (contract, section 5). */
    static final String TASK_QUEUE = "kassa-checkouts";

    /** The SDK takes a thread that gets no CPU for 1 s for stuck, and throws a task away whose call Klarna has executed. */
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(5);

    static final int CACHED_RUNS = 2_000;
    /** A cached run holds a thread or two; they are virtual, so this only has to be enough. */
    private static final int WORKFLOW_THREADS = 4 * CACHED_RUNS;
    /** An unanswered call to Klarna holds its place for a minute; what waits here costs next to nothing. */
    private static final int ACTIVITIES_AT_ONCE = 1_000;

    @Bean
    KeyRing keyRing(KassaProperties kassa) {
        return KeyRing.of(kassa.encryption().keys());
    }

    @Bean
    DataConverter dataConverter(KeyRing ring) {
        return EncryptedDataConverter.of(ring);
    }

    /** What Temporal is sent is encrypted, and gets no shorter by compression. */
    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> uncompressedRequests() {
        return options -> options.setGrpcCompression(GrpcCompression.NONE);
    }

    @Bean
    TokenSeal tokenSeal(KeyRing ring) {
        return new TokenSeal(ring);
    }

    @Bean
    CheckoutActivities checkoutActivities(
            KlarnaWatch quickKlarna,
            KlarnaWatch patientKlarna,
            TokenSeal seal,
            MerchantNotices notices,
            InstantSource clock) {
        return new CheckoutActivities(quickKlarna, patientKlarna, seal, notices, clock);
    }

    @Bean
    Recoveries recoveries(WorkflowClient client, MeterRegistry meters) {
        return new Recoveries(client, meters);
    }

    /** As a bean, a health too; of a process without the worker role it says that it is not there. */
    @Bean
    Reconciler reconciler(WorkflowClient client, Recoveries recoveries, MeterRegistry meters, KassaProperties kassa) {
        return new Reconciler(client, recoveries, meters, kassa.reconciler().every());
    }

    /** A new one for whoever asks, who also stops it: what was stopped once cannot be started again. */
    @Bean(destroyMethod = "")
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    WorkerFactory workerFactory(
            WorkflowClient client,
            KassaProperties kassa,
            CheckoutActivities activities,
            NotificationWorker notifications,
            Reconciler reconciler,
            ObjectProvider<EmbeddedTemporal> embedded) {
        boolean temporalIsEmbedded = embedded.getIfAvailable() != null;
        var crew = new Crew(kassa.worker(), activities, notifications, reconciler, temporalIsEmbedded);
        return crew.hired(client, CheckoutWorkflowImpl.class, CACHED_RUNS);
    }

    /** Who works, and under what settings. */
    record Crew(
            KassaProperties.Worker settings,
            CheckoutActivities activities,
            NotificationWorker notifications,
            Reconciler reconciler,
            boolean temporalIsEmbedded) {

        /** Workers that run checkouts by that saga; there is one, but for those that it is measured against. */
        WorkerFactory hired(WorkflowClient client, Class<? extends CheckoutWorkflow> saga, int cachedRuns) {
            var factory = WorkerFactory.newInstance(
                    client,
                    WorkerFactoryOptions.newBuilder()
                            .setWorkflowCacheSize(cachedRuns)
                            .setMaxWorkflowThreadCount(WORKFLOW_THREADS)
                            .setUsingVirtualWorkflowThreads(true)
                            .build());
            var common = common(settings, temporalIsEmbedded);
            var checkouts = WorkerOptions.newBuilder(common)
                    .setMaxConcurrentActivityExecutionSize(ACTIVITIES_AT_ONCE)
                    .setMaxConcurrentLocalActivityExecutionSize(ACTIVITIES_AT_ONCE)
                    .build();
            var worker = factory.newWorker(TASK_QUEUE, checkouts);
            worker.registerWorkflowImplementationTypes(saga);
            worker.registerActivitiesImplementations(activities);
            notifications.joins(factory, common);
            if (!temporalIsEmbedded) {
                reconciler.joins(factory, common);
            }
            return factory;
        }
    }

    /** On the embedded server without stickiness: it never forgets the queue of a worker that is gone. */
    private static WorkerOptions common(KassaProperties.Worker worker, boolean temporalIsEmbedded) {
        var options = WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setDefaultDeadlockDetectionTimeout(BUSY_MACHINE.toMillis());
        if (temporalIsEmbedded) {
            options.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
        }
        if (worker.buildId() != null) {
            options.setDeploymentOptions(pinned(worker.deploymentName(), worker.buildId()));
        }
        return options.build();
    }

    /** A run stays with the build that began it; a restart is a run of its own and begins with the current one. */
    static WorkerDeploymentOptions pinned(String deployment, String buildId) {
        return WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(deployment, buildId))
                .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
                .build();
    }
}
