package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.api.RunningApi.Answer;
import dev.kassa.klarna.webhook.Environment;
import dev.kassa.klarna.webhook.KlarnaWebhookController;
import dev.kassa.klarna.webhook.SigningKeys;
import dev.kassa.klarna.webhook.WebhookVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

/** One lane is flooded, and the others are counted: who gets through, never how fast. */
class LanesTest {
    private static final int FLOOD = 2500;
    private static final int QUIET = 60;
    private static final String KEY_ID = "krn:signing-key";
    private static final String KEY = "demo-signing-key";
    private static final String EVENT = """
            {"metadata":{"event_type":"payment.request.state-change.expired","event_id":"%s",\
            "subject_account_id":"krn:partner:acme","occurred_at":"2026-03-02T09:00:00Z","live":false},"payload":{}}""";

    private static final AtomicInteger ACCEPTED = new AtomicInteger();
    private static final Semaphore CONNECTIONS = new Semaphore(300);

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.withWorkers(LanesTest::klarnasDoor);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static void klarnasDoor(GenericApplicationContext context) {
        var verifier = new WebhookVerifier(
                SigningKeys.of(Map.of(KEY_ID, KEY)),
                Environment.TEST,
                null,
                account -> account.value().equals("krn:partner:acme"));
        context.registerBean(
                KlarnaWebhookController.class,
                () -> new KlarnaWebhookController(
                        verifier, _ -> ACCEPTED.incrementAndGet(), context.getBean(MeterRegistry.class)));
    }

    @Test
    void aNoisyMerchantIsSlowedDownAndKeepsNeitherAnotherNorKlarnaOut() throws Exception {
        int before = ACCEPTED.get();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var noise = times(FLOOD, callers, () -> asks(RunningApi.ACME));
            var other = times(QUIET, callers, () -> asks(RunningApi.OTHER));
            var klarna = times(QUIET, callers, LanesTest::genuine);

            assertThat(statuses(other)).isEqualTo(Map.of(200, (long) QUIET));
            assertThat(statuses(klarna)).isEqualTo(Map.of(200, (long) QUIET));
            assertThat(ACCEPTED).hasValue(before + QUIET);
            var noisy = statuses(noise);
            // On a machine that is busy with other things Temporal may answer some of the noise too late.
            assertThat(noisy).containsKeys(200, 429);
            assertThat(noisy.keySet()).isSubsetOf(200, 429, 503);
            assertThat(noisy.get(200)).isGreaterThanOrEqualTo(RunningApi.BURST);
            var slowed = noise.stream()
                    .map(LanesTest::value)
                    .filter(answer -> answer.status() == 429)
                    .findFirst();
            assertProblem(slowed.orElseThrow(), 429, "too-many-requests");
            assertThat(Integer.parseInt(slowed.orElseThrow().header("Retry-After")))
                    .isPositive();
            System.out.println(
                    "A noisy merchant: " + noisy + ", another: " + statuses(other) + ", Klarna: " + statuses(klarna));
        }
    }

    @Test
    void strangersWithoutAKeyKeepNobodyOut() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var noise = times(
                    FLOOD,
                    callers,
                    () -> asks("nobody-" + Thread.currentThread().threadId()));
            var other = times(QUIET, callers, () -> asks(RunningApi.OTHER));
            var klarna = times(QUIET, callers, LanesTest::genuine);

            assertThat(statuses(other)).isEqualTo(Map.of(200, (long) QUIET));
            assertThat(statuses(klarna)).isEqualTo(Map.of(200, (long) QUIET));
            assertThat(statuses(noise).keySet()).isSubsetOf(401, 429);
        }
    }

    @Test
    void aFloodOfForgedWebhooksKeepsNobodyOut() throws Exception {
        int before = ACCEPTED.get();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var noise = times(FLOOD, callers, () -> delivered(EVENT, "0".repeat(64)));
            var other = times(QUIET, callers, () -> asks(RunningApi.OTHER));
            var klarna = times(QUIET, callers, LanesTest::genuine);

            assertThat(statuses(other)).isEqualTo(Map.of(200, (long) QUIET));
            assertThat(statuses(klarna)).isEqualTo(Map.of(200, (long) QUIET));
            assertThat(statuses(noise)).isEqualTo(Map.of(400, (long) FLOOD));
            assertThat(ACCEPTED).hasValue(before + QUIET);
        }
    }

    @Test
    void aLaneHasPlacesForMoreThanOneCallerAndGivesThemBack() {
        var lane = new Lane(3, 2);
        assertThat(List.of(lane.enter("a"), lane.enter("a"), lane.enter("a"))).containsExactly(true, true, false);
        assertThat(List.of(lane.enter("b"), lane.enter("b"))).containsExactly(true, false);
        lane.leave("a");
        assertThat(lane.enter("c")).isTrue();
        lane.leave("a");
        assertThat(List.of(lane.enter("a"), lane.enter("a"))).containsExactly(true, false);
    }

    private static Answer asks(String key) {
        return api.get("/v1/checkouts?reference=nobody").as(key).send();
    }

    private static Answer genuine() {
        return delivered(EVENT, signature(EVENT));
    }

    private static Answer delivered(String body, String signature) {
        return api.post("/klarna/webhooks", body)
                .header("Klarna-Signature", signature)
                .header("Klarna-Signing-Key-Id", KEY_ID)
                .send();
    }

    private static String signature(String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    /** So often, all at once, as far as there are connections. */
    private static List<Future<Answer>> times(int number, ExecutorService callers, Supplier<Answer> call) {
        return IntStream.range(0, number)
                .mapToObj(_ -> callers.submit(() -> {
                    CONNECTIONS.acquire();
                    try {
                        return call.get();
                    } finally {
                        CONNECTIONS.release();
                    }
                }))
                .toList();
    }

    private static Map<Integer, Long> statuses(List<Future<Answer>> answers) {
        return answers.stream().map(LanesTest::value).collect(groupingBy(Answer::status, counting()));
    }

    private static Answer value(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }
}
