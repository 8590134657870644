package dev.kassa.klarna.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.webhook.Forger.Delivery;
import dev.kassa.klarna.webhook.Forger.Way;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** 100,000 forgeries, none of which is believed, while what Klarna sends between them is answered. */
class ForgedWebhookStormTest {
    private static final int FORGERIES = 100_000;
    private static final int OVER_HTTP = 3_000;
    private static final int GENUINE_EVERY = 100;

    @Test
    void ofAHundredThousandForgeriesNoneIsAcceptedAndEveryGenuineOneIs() throws Exception {
        var accepted = new AtomicInteger();
        var door = new KlarnaWebhookController(
                Samples.verifier(), _ -> accepted.incrementAndGet(), new SimpleMeterRegistry());
        var forger = new Forger(5);
        Map<Way, Map<Integer, Integer>> answers = new EnumMap<>(Way.class);
        int genuine = 0;
        for (int i = 0; i < FORGERIES; i++) {
            var way = forger.anyWay();
            int status = status(door, forger.forged(way));
            answers.computeIfAbsent(way, _ -> new ConcurrentHashMap<>()).merge(status, 1, Integer::sum);
            if (i % GENUINE_EVERY == 0) {
                assertThat(status(door, Forger.genuine())).isEqualTo(200);
                genuine++;
            }
        }
        System.out.println("Forged webhooks by their kind, {status=how many}: " + answers);
        assertThat(answers).hasSize(Way.values().length);
        assertThat(answers.values()).allSatisfy(counts -> assertThat(counts).containsOnlyKeys(400));
        assertThat(accepted).hasValue(genuine);
        assertThat(genuine).isEqualTo(FORGERIES / GENUINE_EVERY);
    }

    @Test
    void overHttpTooAFloodOfThemKeepsNoGenuineOneOut() throws Exception {
        var door = new Door();
        try (var spring = new SpringApplicationBuilder(Door.class)
                        .initializers(context -> context.getBeanFactory().registerSingleton("sink", door.sink))
                        .run("--server.port=0", "--management.server.port=0", "--server.address=127.0.0.1");
                var http = HttpClient.newHttpClient();
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var url = URI.create("http://127.0.0.1:" + spring.getEnvironment().getProperty("local.server.port")
                    + "/klarna/webhooks");
            var forger = new Forger(7);
            // As many as a client can have open at once, all the time.
            var flood = new Semaphore(200);
            var forged = IntStream.range(0, OVER_HTTP).mapToObj(_ -> forger.forged(overHttp(forger))).toList().stream()
                    .map(delivery -> senders.submit(() -> limited(flood, () -> send(http, url, delivery))))
                    .toList();
            var genuine = IntStream.range(0, 100)
                    .mapToObj(_ -> senders.submit(() -> send(http, url, Forger.genuine())))
                    .toList();

            for (var answer : genuine) {
                assertThat(answer.get()).isEqualTo(200);
            }
            assertThat(statuses(forged)).containsExactly(Map.entry(400, OVER_HTTP));
            assertThat(door.accepted).hasValue(100);
        }
    }

    /** Header values that HTTP itself would not carry are left to the test without it. */
    private static Way overHttp(Forger forger) {
        var way = forger.anyWay();
        return way == Way.BIT_FLIPPED_IN_THE_KEY_ID || way == Way.BIT_FLIPPED_IN_THE_SIGNATURE
                ? Way.RANDOM_SIGNATURE
                : way;
    }

    private static Map<Integer, Integer> statuses(Iterable<Future<Integer>> answers)
            throws InterruptedException, ExecutionException {
        var statuses = new ConcurrentHashMap<Integer, Integer>();
        for (var answer : answers) {
            statuses.merge(answer.get(), 1, Integer::sum);
        }
        return statuses;
    }

    private static int limited(Semaphore places, java.util.concurrent.Callable<Integer> call) throws Exception {
        places.acquire();
        try {
            return call.call();
        } finally {
            places.release();
        }
    }

    private static int send(HttpClient http, URI url, Delivery delivery) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(delivery.body()));
        if (delivery.signature() != null) {
            request.header("Klarna-Signature", delivery.signature());
        }
        if (delivery.keyId() != null) {
            request.header("Klarna-Signing-Key-Id", delivery.keyId());
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static int status(KlarnaWebhookController door, Delivery delivery) throws IOException {
        var request = new MockHttpServletRequest("POST", "/klarna/webhooks");
        request.setContent(delivery.body());
        if (delivery.signature() != null) {
            request.addHeader("Klarna-Signature", delivery.signature());
        }
        if (delivery.keyId() != null) {
            request.addHeader("Klarna-Signing-Key-Id", delivery.keyId());
        }
        return door.receive(request).getStatusCode().value();
    }

    /** Klarna's door alone, over HTTP. */
    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
    @Import(KlarnaWebhookController.class)
    static class Door {
        final AtomicInteger accepted = new AtomicInteger();
        final NotificationSink sink = _ -> accepted.incrementAndGet();

        @Bean
        WebhookVerifier verifier() {
            return Samples.verifier();
        }

        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }
}
