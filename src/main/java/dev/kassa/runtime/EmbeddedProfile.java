package dev.kassa.runtime;

import dev.kassa.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * The profile {@code embedded}: one command, and everything that Kassa needs is there, made for this one process.
 *
 * <p>Fills in only what is not set (contract, section 6). Runs before any bean is made, because the Temporal starter
 * decides by its target whether there is a client at all.
 */
final class EmbeddedProfile implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String NAME = "embedded";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedProfile.class);
    private static final String ENCRYPTION_KEY = "kassa.encryption.keys[0].key";
    private static final String TEMPORAL_TARGET = "spring.temporal.connection.target";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getEnvironment().acceptsProfiles(Profiles.of(NAME))) {
            new Filling(context).fill();
        }
    }

    /** One filling in, of one application. */
    private static final class Filling {
        private final ConfigurableApplicationContext context;
        private final ConfigurableEnvironment environment;
        private final Map<String, Object> found = new LinkedHashMap<>();

        private Filling(ConfigurableApplicationContext context) {
            this.context = context;
            this.environment = context.getEnvironment();
        }

        private void fill() {
            int port = servicePort();
            environment.getPropertySources().addFirst(new MapPropertySource("kassa embedded", found));
            if (!isSet("kassa.public-url")) {
                found.put("kassa.public-url", "http://127.0.0.1:" + port);
            }
            if (!isSet("kassa.encryption.keys")) {
                found.put("kassa.encryption.keys[0].id", "embedded");
                found.put(ENCRYPTION_KEY, RandomKeys.base64Of32Bytes());
            }
            if (!isSet("kassa.merchants") && !isSet("kassa.merchants-file")) {
                DemoMerchant demo = DemoMerchant.make(environment.getProperty("kassa.public-url", ""), port);
                found.putAll(demo.properties());
                context.getBeanFactory().registerSingleton("demoMerchant", demo);
            }
            fillCodec();
            if (!isSet(TEMPORAL_TARGET)) {
                startTemporal();
            } else if (found.containsKey(ENCRYPTION_KEY)) {
                log.warn("Histories in Temporal are encrypted with a key of this start; the next cannot read them."
                        + " Set kassa.encryption.keys[0].id and .key to go on after a restart.");
            }
            if (!isSet("kassa.klarna.base-url")) {
                startSandbox(port);
            }
        }

        private void fillCodec() {
            if (!isSet("kassa.codec.api-keys-sha256") && !isSet("kassa.codec.full-view-api-keys-sha256")) {
                CodecKey key = CodecKey.make();
                found.putAll(key.properties());
                context.getBeanFactory().registerSingleton("codecKey", key);
            }
            if (!isSet("kassa.codec.allowed-origin")) {
                found.put("kassa.codec.allowed-origin", CodecKey.DEV_SERVER_UI);
            }
        }

        private void startTemporal() {
            EmbeddedTemporal temporal = EmbeddedTemporal.start();
            keep("embeddedTemporal", temporal, temporal);
            found.put(TEMPORAL_TARGET, temporal.target());
            found.put("spring.temporal.namespace", EmbeddedTemporal.NAMESPACE);
        }

        private void startSandbox(int port) {
            EmbeddedSandbox chosen = EmbeddedSandbox.withKeysOfItsOwn(environment);
            found.putAll(chosen.chosen());
            Sandbox sandbox = chosen.start(environment.getProperty(
                    "kassa.sandbox.webhook-url", "http://127.0.0.1:" + port + "/klarna/webhooks"));
            keep("sandbox", sandbox, sandbox);
            found.put("kassa.klarna.base-url", sandbox.baseUrl().toString());
        }

        /** The port of the service, known before it starts: others are told it. 0 is replaced by a free one. */
        private int servicePort() {
            int port = environment.getProperty("server.port", Integer.class, 8080);
            if (port != 0) {
                return port;
            }
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                found.put("server.port", socket.getLocalPort());
                return socket.getLocalPort();
            } catch (IOException none) {
                throw new IllegalStateException("there is no free port", none);
            }
        }

        /** Registered before any bean, so destroyed after all of them: workers first stop talking to Temporal. */
        private void keep(String name, Object bean, AutoCloseable closedAtTheEnd) {
            var beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
            beans.registerSingleton(name, bean);
            beans.registerDisposableBean(name, closedAtTheEnd::close);
        }

        private boolean isSet(String property) {
            var name = ConfigurationPropertyName.of(property);
            for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
                var own = source.getConfigurationProperty(name);
                boolean filled = own != null
                        && !String.valueOf(environment.resolvePlaceholders(String.valueOf(own.getValue())))
                                .isBlank();
                if (filled || source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
                    return true;
                }
            }
            return false;
        }
    }
}
