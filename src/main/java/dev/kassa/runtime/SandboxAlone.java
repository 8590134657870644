package dev.kassa.runtime;

import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** The profile {@code sandbox}: a Klarna to develop against, and nothing else. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxAlone {
    private static final Logger log = LoggerFactory.getLogger(SandboxAlone.class);

    /** Notifications go to {@code kassa.sandbox.webhook-url}, or to a service on this machine's port 8080. */
    @Bean(destroyMethod = "close")
    Sandbox sandbox(Environment environment) {
        String target = environment.getProperty("kassa.sandbox.webhook-url", "http://127.0.0.1:8080/klarna/webhooks");
        Sandbox sandbox = EmbeddedSandbox.withDemoKeys(environment).start(target);
        log.info(
                """
                The sandbox is ready; no real money moves here.
                  Klarna's endpoints     {}
                  For people             {}
                  For scripts            {}sandbox/ledger
                  API key                {}
                  Accounts               {}
                  Notifies               {}
                  State                  {}
                kassa.sandbox.port, .webhook-url, .accounts and .directory change this; docs/sandbox.md tells the rest.""",
                sandbox.baseUrl(),
                sandbox.homeUrl(),
                sandbox.homeUrl(),
                environment.containsProperty("kassa.klarna.api-key") ? "as configured" : SandboxSettings.DEMO_API_KEY,
                EmbeddedSandbox.accounts(environment),
                target,
                environment.getProperty(EmbeddedSandbox.DIRECTORY, "in memory, gone when it stops"));
        return sandbox;
    }
}
