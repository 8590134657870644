package dev.kassa.checkout.payhub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.client.CheckoutNames;
import dev.kassa.checkout.client.Checkouts;
import dev.kassa.checkout.client.ReturnLinks;
import dev.kassa.klarna.ExpiryField;
import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.MerchantRates;
import dev.kassa.merchant.Merchants;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.ReturnKey;
import dev.kassa.secret.TokenSeal;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** PayHub's edge over HTTP on a free port; behind it no Temporal can be reached. */
final class PayHubServer implements AutoCloseable {
    private final WorkflowServiceStubs away = WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1").build());
    private final ConfigurableApplicationContext spring = new SpringApplicationBuilder(Edge.class)
            .initializers(context -> beans((GenericApplicationContext) context))
            .run("--server.port=0", "--management.server.port=0", "--server.address=127.0.0.1");
    private final HttpClient http = HttpClient.newHttpClient();

    private void beans(GenericApplicationContext context) {
        var keys = new KeyRing(List.of(new EncryptionKey("k1", new byte[32])));
        var client = WorkflowClient.newInstance(away);
        var links = new ReturnLinks(URI.create("https://pay.example/"), new ReturnKey(keys));
        context.registerBean(MerchantRates.class, () -> new MerchantRates(1000, 1000));
        context.registerBean(Merchants.class, () -> new Merchants(List.of(merchant("acme"), merchant("other"))));
        context.registerBean(CheckoutNames.class, () -> new CheckoutNames(client));
        context.registerBean(
                Checkouts.class,
                () -> new Checkouts(
                        client,
                        new TokenSeal(keys),
                        links,
                        Duration.ofMinutes(3),
                        ExpiryField.INTERACTION_EXPIRY,
                        InstantSource.system()));
    }

    private static Merchant merchant(String id) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest((id + "-key").getBytes(UTF_8));
            return new Merchant(id, "krn:partner:" + id, List.of(HexFormat.of().formatHex(hash)), List.of(), null);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    /** A request in the making, with acme's key as a bearer's. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + spring.getEnvironment().getProperty("local.server.port") + path))
                .header("Authorization", "Bearer acme-key");
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request, String method, BodyPublisher body) {
        try {
            return http.send(request.method(method, body).build(), BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        spring.close();
        away.shutdownNow();
        http.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
    @Import(PayHubApi.class)
    static class Edge {
        /** Refuses by status alone, as a rate limit does, or breaks down, where a test asks for it. */
        @Bean
        Filter trouble() {
            return (request, response, chain) -> {
                var wish = ((HttpServletRequest) request).getHeader("X-Trouble");
                if ("limit".equals(wish)) {
                    ((HttpServletResponse) response).setHeader("Retry-After", "7");
                    ((HttpServletResponse) response).sendError(429, "slow down");
                } else if ("bug".equals(wish)) {
                    throw new IllegalStateException("a bug");
                } else {
                    chain.doFilter(request, response);
                }
            };
        }
    }
}
