package dev.kassa.runtime;

import dev.kassa.KassaApplication;
import dev.kassa.bench.NaiveCheckoutWorkflow;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.CheckoutWorkflowImpl;
import dev.kassa.notification.NotificationWorker;
import dev.kassa.operations.reconciler.Reconciler;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.worker.WorkerFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Kassa as it ships, but for its worker factory, which is made by the same code from other arguments: the naive workflow
 * in place of the saga ({@code -Dbench.saga=naive}), another worker cache ({@code -Dbench.cache=1000}), or a Temporal
 * that is the embedded one in another process ({@code -Dbench.embedded=true}). With {@code -Dbench.gzip=true} it
 * compresses what it sends to Temporal, as the SDK does by itself.
 */
public final class BenchedKassa {
    private BenchedKassa() {}

    public static void main(String[] args) {
        var application = new SpringApplication(KassaApplication.class);
        application.setAllowBeanDefinitionOverriding(true);
        application.addInitializers(context -> replaceFactory((GenericApplicationContext) context));
        if (Boolean.getBoolean("bench.gzip")) {
            application.addInitializers(context -> compress((GenericApplicationContext) context));
        }
        application.run(args);
    }

    private static void compress(GenericApplicationContext context) {
        TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> gzip =
                options -> options.setGrpcCompression(GrpcCompression.GZIP);
        var definition = new RootBeanDefinition(TemporalOptionsCustomizer.class, () -> gzip);
        // By this the starter tells customizers of one thing from those of another.
        definition.setTargetType(ResolvableType.forClassWithGenerics(
                TemporalOptionsCustomizer.class, WorkflowServiceStubsOptions.Builder.class));
        context.registerBeanDefinition("uncompressedRequests", definition);
    }

    /** A bean that is there before the configuration is read goes before the configuration's. */
    private static void replaceFactory(GenericApplicationContext context) {
        context.registerBean("workerFactory", WorkerFactory.class, () -> factory(context), definition -> {
            definition.setLazyInit(true);
            definition.setDestroyMethodName("");
        });
    }

    private static WorkerFactory factory(GenericApplicationContext context) {
        var crew = new TemporalConfiguration.Crew(
                context.getBean(KassaProperties.class).worker(),
                context.getBean(CheckoutActivities.class),
                context.getBean(NotificationWorker.class),
                context.getBean(Reconciler.class),
                Boolean.getBoolean("bench.embedded"));
        return crew.hired(
                context.getBean(WorkflowClient.class),
                saga(),
                Integer.getInteger("bench.cache", TemporalConfiguration.CACHED_RUNS));
    }

    private static Class<? extends CheckoutWorkflow> saga() {
        return System.getProperty("bench.saga", "kassa").equals("naive")
                ? NaiveCheckoutWorkflow.class
                : CheckoutWorkflowImpl.class;
    }
}
