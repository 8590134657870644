package dev.kassa.runtime;

import dev.kassa.demo.Backstage;
import dev.kassa.demo.Demo;
import dev.kassa.demo.DemoShop;
import dev.kassa.sandbox.Sandbox;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** What only the profile {@code embedded} has: the demo, and the welcome. */
@Profile(EmbeddedProfile.NAME)
@Import(Demo.class)
class EmbeddedConfiguration {
    @Bean
    DemoShop demoShop(Environment environment, ObjectProvider<DemoMerchant> demo) {
        String self = "http://127.0.0.1:" + environment.getProperty("server.port", "8080");
        String publicUrl = environment.getRequiredProperty("kassa.public-url");
        DemoMerchant merchant = demo.getIfAvailable();
        return merchant == null ? new ClosedDemoShop() : new HttpDemoShop(self, publicUrl, merchant);
    }

    /** Absent where this process has no workers. */
    @Bean
    @Nullable
    StoppableWorkers stoppableWorkers(KassaProperties kassa, ObjectProvider<WorkerFactory> factories) {
        return kassa.has(KassaProperties.Role.WORKER) ? new StoppableWorkers(factories::getObject) : null;
    }

    @Bean
    Backstage backstage(
            WorkflowClient client, ObjectProvider<Sandbox> sandbox, ObjectProvider<StoppableWorkers> workers) {
        return new EmbeddedBackstage(new RunSteps(client), sandbox.getIfAvailable(), workers.getIfAvailable());
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> welcome(
            Environment environment,
            ObjectProvider<DemoMerchant> demo,
            ObjectProvider<Sandbox> sandbox,
            ObjectProvider<CodecKey> codec,
            ObjectProvider<EmbeddedTemporal> embedded) {
        return _ -> {
            // The embedded server has no UI in which anything could be read.
            var codecKey = embedded.getIfAvailable() == null ? codec.getIfAvailable() : null;
            var welcome = new Welcome(environment, demo.getIfAvailable(), sandbox.getIfAvailable(), codecKey);
            System.out.println(welcome.text());
        };
    }
}
