package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.KassaApplication;
import dev.kassa.klarna.http.Certificates;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Kassa as in production, with a canary in every key and secret, started again and again on one Temporal. */
final class CanaryWorld implements AutoCloseable {
    static final String SIGNING_KEY_ID = "krn:partner:global:notification:signing-key:of-the-canaries";

    final Canaries canaries = new Canaries();
    final LogTap log = new LogTap();
    final CanaryTemporal temporal = new CanaryTemporal();
    final Hooks hooks = Hooks.open();
    final Sandbox klarna;
    final EchoingKlarna echo;
    /** Every answer of 400 and more, headers and all, and the management pages. */
    final List<String> answers = new CopyOnWriteArrayList<>();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();
    private final int managementPort = freePort();
    private final List<String> settings = new ArrayList<>();
    private final @Nullable DataConverter insteadOfTheCodec;
    private @Nullable ConfigurableApplicationContext kassa;

    /** @param insteadOfTheCodec only to show that the search finds what is not encrypted */
    CanaryWorld(Path folder, @Nullable DataConverter insteadOfTheCodec) {
        this.insteadOfTheCodec = insteadOfTheCodec;
        klarna = Sandbox.start(SandboxSettings.defaults()
                .withApiKey("klarna_test_api_" + canaries.plant("Klarna's API key"))
                .withAccounts(Set.of(SandboxSettings.DEMO_ACCOUNT))
                .withWebhook(
                        URI.create(url("/klarna/webhooks")),
                        SIGNING_KEY_ID,
                        "signing-" + canaries.plant("Klarna's signing key")));
        echo = EchoingKlarna.before(klarna.baseUrl());
        canaries.plantKey("encryption key k1", 32);
        canaries.plantKey("encryption key k2", 32);
        configure(folder);
    }

    private void configure(Path folder) {
        set("server.port", port);
        set("management.server.port", managementPort);
        set("server.address", "127.0.0.1");
        set("management.server.address", "127.0.0.1");
        set("spring.temporal.connection.target", temporal.target());
        set("spring.temporal.namespace", temporal.namespace());
        set("kassa.public-url", url(""));
        set("kassa.klarna.base-url", echo.baseUrl());
        set("kassa.klarna.api-key", "klarna_test_api_" + canaries.at("Klarna's API key"));
        set("kassa.klarna.signing-keys[0].id", SIGNING_KEY_ID);
        set("kassa.klarna.signing-keys[0].key", signingKey());
        var keyStore = folder.resolve("partner.p12");
        Certificates.selfSigned(folder, "partner", canaries.plant("the client certificate's password"));
        set("kassa.klarna.tls.key-store", keyStore);
        set("kassa.klarna.tls.key-store-password", canaries.at("the client certificate's password"));
        merchant(0, "acme", "");
        merchant(1, "told", "/hooks");
        merchant(2, "moved", "/gone");
        set("kassa.notification.allow-private-addresses", "true");
        set("kassa.codec.api-keys-sha256[0]", RandomKeys.sha256(canaries.plant("the masked codec key")));
        set("kassa.codec.full-view-api-keys-sha256[0]", RandomKeys.sha256(canaries.plant("the full codec key")));
        settings.addAll(LogTap.LEVELS);
    }

    private void merchant(int number, String id, String hook) {
        var property = "kassa.merchants[" + number + "].";
        set(property + "id", id);
        set(property + "partner-account-id", SandboxSettings.DEMO_ACCOUNT);
        set(property + "api-keys-sha256[0]", RandomKeys.sha256(canaries.plant(id + "'s API key")));
        set(property + "return-url-origins[0]", Order.SHOP);
        if (!hook.isEmpty()) {
            set(
                    property + "notification.url",
                    "http://127.0.0.1:%d%s?token=%s"
                            .formatted(hooks.port(), hook, canaries.plant(id + "'s notification URL")));
            set(property + "notification.secret", "whsec_" + canaries.plantKey(id + "'s notification secret", 24));
        }
    }

    private void set(String property, Object value) {
        settings.add("--" + property + "=" + value);
    }

    String signingKey() {
        return "signing-" + canaries.at("Klarna's signing key");
    }

    /** Starts it, or again, by these encryption keys: the first encrypts. */
    void start(String... keys) {
        stop();
        var all = new ArrayList<>(settings);
        for (int i = 0; i < keys.length; i++) {
            var key = canaries.at("encryption key " + keys[i]);
            all.add("--kassa.encryption.keys[%d].id=%s".formatted(i, keys[i]));
            all.add("--kassa.encryption.keys[%d].key=%s=".formatted(i, key));
        }
        kassa = new SpringApplicationBuilder(KassaApplication.class)
                .registerShutdownHook(false)
                .initializers(this::prepare)
                .run(all.toArray(String[]::new));
    }

    private void prepare(ConfigurableApplicationContext context) {
        log.open(context.getEnvironment());
        if (temporal.embedded != null) {
            context.getBeanFactory().registerSingleton("embeddedTemporal", temporal.embedded);
        }
        context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return name.equals("dataConverter") && insteadOfTheCodec != null ? insteadOfTheCodec : bean;
            }
        });
    }

    void stop() {
        if (kassa != null) {
            kassa.close();
            kassa = null;
        }
    }

    Shop shop(String merchant) {
        return new Shop(url(""), canaries.at(merchant + "'s API key"));
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    String management(String path) {
        return "http://127.0.0.1:" + managementPort + path;
    }

    /** Remembers what was answered, if it is an error's. */
    Shop.Answer heard(Shop.Answer answer) {
        if (answer.status() >= 400) {
            answers.add(answer.status() + " " + new TreeMap<>(answer.headers().map()) + " " + answer.body());
        }
        return answer;
    }

    /** Any call, whose answer is remembered, but for a redirect: that repeats the merchant's own return URL. */
    HttpResponse<String> calls(String method, String url, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 3) {
                answers.add("%s %s %s %s"
                        .formatted(method, answer.statusCode(), answer.headers().map(), answer.body()));
            }
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        stop();
        echo.close();
        klarna.close();
        temporal.close();
        log.close();
        http.close();
    }
}
