package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletInputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class KlarnaWebhookControllerTest {
    private static final String REFUSAL = "{\"instance\":\"/klarna/webhooks\",\"status\":400,\"title\":\"Bad Request\","
            + "\"type\":\"/problems/invalid-request\"}";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Notification> accepted = new ArrayList<>();
    private final MockMvcTester klarna = tester(accepted::add);

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream", "a/b"})
    void aVerifiedNotificationIsHandedOnAndAcknowledgedWhateverItsContentIsCalled(String contentType) {
        var answer = deliver(klarna, Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID, contentType);

        assertThat(answer).hasStatus(200);
        assertThat(accepted).extracting(Notification::eventId).containsExactly("5f0c6f0e-6d0b-4f6e-9c58-0f2f3e1f7a11");
        assertThat(count("verified", Samples.KEY_ID)).isEqualTo(1);
    }

    @Test
    void allRefusalsLookAlikeToTheSender() throws UnsupportedEncodingException {
        var foreign = Samples.completedText().replace("SUBPART1", "SUBPART2").getBytes(UTF_8);
        var unreadable = "{".getBytes(UTF_8);
        var refusals = List.of(
                deliver(klarna, Samples.completed(), null, Samples.KEY_ID),
                deliver(klarna, Samples.completed(), Samples.SIGNATURE, null),
                deliver(klarna, Samples.completed(), Samples.SIGNATURE, "krn:unknown"),
                deliver(klarna, Samples.completed(), "0".repeat(64), Samples.KEY_ID),
                deliver(klarna, unreadable, Samples.sign(unreadable), Samples.KEY_ID),
                deliver(klarna, foreign, Samples.sign(foreign), Samples.KEY_ID));

        for (var refusal : refusals) {
            assertThat(refusal).hasStatus(400).hasContentType("application/problem+json");
            assertThat(refusal).bodyJson().isStrictlyEqualTo(REFUSAL);
        }
        assertThat(accepted).isEmpty();
        assertThat(count("signature_missing", Samples.KEY_ID)).isEqualTo(1);
        assertThat(count("signature_missing", "none")).isEqualTo(1);
        assertThat(count("key_unknown", "unknown")).isEqualTo(1);
        assertThat(count("signature_wrong", Samples.KEY_ID)).isEqualTo(1);
        assertThat(count("unreadable", Samples.KEY_ID)).isEqualTo(1);
        assertThat(count("unknown_account", Samples.KEY_ID)).isEqualTo(1);
    }

    @Test
    void strangersCannotMakeNewSeries() {
        for (int i = 0; i < 50; i++) {
            deliver(klarna, Samples.completed(), Samples.SIGNATURE, "krn:made-up:" + i);
        }

        assertThat(metrics.getMeters()).hasSize(1);
        assertThat(count("key_unknown", "unknown")).isEqualTo(50);
    }

    @Test
    void aBodyOverTheLimitIsRefusedUnread() {
        var large = new byte[WebhookVerifier.LARGEST_BODY + 1];

        assertThat(deliver(klarna, large, Samples.sign(large), Samples.KEY_ID)).hasStatus(413);
        assertThat(count("too_large", Samples.KEY_ID)).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeMadeDurableIsAskedForAgain() {
        var failing = tester(_ -> {
            throw new NotDurableException("Temporal is away", new IllegalStateException());
        });

        assertThat(deliver(failing, Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID))
                .hasStatus(503)
                .bodyJson()
                .isStrictlyEqualTo("{\"instance\":\"/klarna/webhooks\",\"status\":503,"
                        + "\"title\":\"Service Unavailable\",\"type\":\"/problems/temporal-unavailable\"}");
    }

    @Test
    void whatIsOverTheLanesBoundIsAskedForAgainAndForgeriesTakeNoPlaceInIt() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        NotificationSink slow = _ -> {
            arrived.countDown();
            awaited(release);
        };
        var door =
                MockMvcTester.of(new KlarnaWebhookController(Samples.verifier(), slow, metrics, new WebhookLane(1, 1)));
        try (var klarna = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = klarna.submit(() -> deliver(door, Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID));
            awaited(arrived);

            assertThat(deliver(door, Samples.completed(), "0".repeat(64), Samples.KEY_ID))
                    .hasStatus(400);
            assertThat(deliver(door, Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID))
                    .hasStatus(503)
                    .hasHeader("Retry-After", "10");
            release.countDown();
            assertThat(first.get()).hasStatus(200);
        }
        assertThat(deliver(door, Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID))
                .hasStatus(200);
        assertThat(count("busy", Samples.KEY_ID)).isEqualTo(1);
    }

    @Test
    void whatTheHeadersTellIsRefusedWithoutReadingTheBody() throws Exception {
        var door = new KlarnaWebhookController(Samples.verifier(), accepted::add, metrics);
        for (var signature : new String[] {"", "x", "A".repeat(64), "0".repeat(63), "0".repeat(65)}) {
            assertThat(door.receive(unread(signature, Samples.KEY_ID))
                            .getStatusCode()
                            .value())
                    .isEqualTo(400);
        }
        assertThat(door.receive(unread(Samples.SIGNATURE, "krn:unknown"))
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
    }

    /** A request whose body must not be touched. */
    private static MockHttpServletRequest unread(String signature, String keyId) {
        var request = new MockHttpServletRequest("POST", "/klarna/webhooks") {
            @Override
            public ServletInputStream getInputStream() {
                throw new AssertionError("the body was read");
            }
        };
        request.addHeader("Klarna-Signature", signature);
        request.addHeader("Klarna-Signing-Key-Id", keyId);
        return request;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private MockMvcTester tester(NotificationSink sink) {
        return MockMvcTester.of(new KlarnaWebhookController(Samples.verifier(), sink, metrics));
    }

    private static MvcTestResult deliver(
            MockMvcTester to, byte[] body, @Nullable String signature, @Nullable String keyId) {
        return deliver(to, body, signature, keyId, "application/json");
    }

    private static MvcTestResult deliver(
            MockMvcTester to, byte[] body, @Nullable String signature, @Nullable String keyId, String contentType) {
        var request = to.post()
                .uri("/klarna/webhooks")
                .header("Content-Type", contentType)
                .header("Accept", "text/plain")
                .content(body);
        if (signature != null) {
            request.header("Klarna-Signature", signature);
        }
        if (keyId != null) {
            request.header("Klarna-Signing-Key-Id", keyId);
        }
        return request.exchange();
    }

    private double count(String result, String keyId) {
        return metrics.get("kassa.webhook.verifications")
                .tags("result", result, "key_id", keyId)
                .counter()
                .count();
    }
}
