package dev.kassa.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WebhooksTest {

    private static final String KEY = "demo-signing-key-not-a-secret";
    private static final String COMPLETED = "payment.request.state-change.completed";

    private final Receiver receiver = new Receiver();
    private final Instant start = Instant.parse("2026-03-02T09:00:00Z");
    private final SandboxSettings settings = SandboxSettings.defaults()
            .withClock(() -> start)
            .withWebhook(receiver.url(), "key-1", KEY)
            .withTicking(false);
    private Sandbox sandbox;
    private Partner partner;

    @BeforeEach
    void begin() {
        sandbox = Sandbox.start(settings);
        partner = new Partner(sandbox);
    }

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
        receiver.close();
    }

    @Test
    void theSignatureIsThatOfTheTwoVectors() throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("src/test/resources/sandbox/webhook-completed.json"));
        assertThat(sample).hasSize(912);

        assertThat(WebhookSender.signature(KEY, sample))
                .isEqualTo("53565087114c949cc12cf9bb6474793b50284cd377686d083895680fa543b5b1");
        assertThat(WebhookSender.signature(KEY, (new String(sample, UTF_8) + "\n").getBytes(UTF_8)))
                .isEqualTo("afc14b60d5fc0b7520af61c71839be9998bba097f6f4d04c9080a150751a3b37");
    }

    @Test
    void everyChangeIsToldInOrderAndSigned() {
        String id = partner.stepUp();
        sandbox.customer(id).enter();
        sandbox.customer(id).abort();
        PaymentRequestView view = sandbox.customer(id).approve();
        partner.spend("Klarna-Payment-Token", String.valueOf(view.paymentToken()), Partner.lastBody(9000), "f");
        sandbox.deliverDue();

        assertThat(receiver.types())
                .containsExactly(
                        "payment.request.state-change.submitted",
                        "payment.request.state-change.in-progress",
                        "payment.request.state-change.submitted",
                        "payment.request.state-change.in-progress",
                        COMPLETED,
                        "payment.transaction.state-change.authorized");
        assertThat(receiver.received())
                .allSatisfy(got -> assertThat(got.signature()).isEqualTo(WebhookSender.signature(KEY, got.body())))
                .allSatisfy(got -> assertThat(got.keyId()).isEqualTo("key-1"));
        Receiver.Got completed = receiver.received().get(4);
        assertThat(completed.text("/payload/payment_token")).isEqualTo(view.paymentToken());
        assertThat(completed.text("/payload/klarna_network_session_token")).isEqualTo(view.sessionToken());
        assertThat(completed.text("/payload/payment_request_reference")).isEqualTo("chk_1-1");
        assertThat(completed.text("/payload/previous_state")).isEqualTo("IN_PROGRESS");
        assertThat(completed.text("/metadata/subject_account_id")).isEqualTo(SandboxSettings.DEMO_ACCOUNT);
        assertThat(completed.text("/metadata/occurred_at")).isEqualTo(start.toString());
        assertThat(completed.json().at("/metadata/live").asBoolean(true)).isFalse();
    }

    @Test
    void cancelExpiryAndDeclineAreToldToo() {
        partner.cancel(partner.stepUp());
        sandbox.customer(partner.stepUp()).decline();
        partner.stepUp();
        sandbox.advance(Duration.ofMinutes(30));
        sandbox.deliverDue();

        assertThat(receiver.types())
                .contains(
                        "payment.request.state-change.canceled",
                        "payment.request.state-change.declined",
                        "payment.request.state-change.expired");
    }

    @Test
    void aFailingReceiverIsTriedByKlarnasScheduleAndThenGivenUp() {
        receiver.answer(500);
        partner.stepUp();
        sandbox.deliverDue();
        for (Duration wait : Webhooks.WAITS) {
            int before = receiver.received().size();
            sandbox.advance(wait.minusMillis(1));
            sandbox.deliverDue();
            assertThat(ofType("submitted")).hasSize(before);
            sandbox.advance(Duration.ofMillis(1));
            sandbox.deliverDue();
            assertThat(ofType("submitted")).hasSize(before + 1);
            receiver.forgetOthersThan("payment.request.state-change.submitted");
        }

        assertThat(sandbox.deliveries())
                .noneMatch(delivery -> delivery.eventType().endsWith("submitted")
                        && delivery.outcome() == WebhookDelivery.Outcome.PENDING);
        assertThat(ofType("submitted"))
                .extracting(Receiver.Got::signature)
                .containsOnly(ofType("submitted").getFirst().signature());
    }

    @Test
    void aReceiverThatIsAwayHearsAtTheNextTry() {
        sandbox.setWebhookTarget(URI.create("http://127.0.0.1:9/"));
        partner.stepUp();
        sandbox.deliverDue();
        assertThat(sandbox.deliveries())
                .extracting(WebhookDelivery::outcome)
                .contains(WebhookDelivery.Outcome.UNREACHABLE);

        sandbox.setWebhookTarget(receiver.url());
        sandbox.advance(Duration.ofSeconds(10));
        sandbox.deliverDue();

        assertThat(receiver.types()).containsExactly("payment.request.state-change.submitted");
    }

    @Test
    void aLostEventIsNeverSentButCanBeResent() {
        sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.LOST);
        sandbox.customer(partner.stepUp()).approve();
        sandbox.advance(Duration.ofMinutes(20));
        sandbox.deliverDue();
        assertThat(receiver.types()).doesNotContain(COMPLETED);

        String eventId = sandbox.deliveries().stream()
                .filter(delivery -> delivery.outcome() == WebhookDelivery.Outcome.LOST)
                .findFirst()
                .orElseThrow()
                .eventId();
        assertThat(sandbox.resend(eventId)).isTrue();
        sandbox.deliverDue();

        assertThat(receiver.types()).contains(COMPLETED);
    }

    @Test
    void allEventsCanBeLost() {
        sandbox.webhookFaults().all(WebhookFault.LOST);
        sandbox.customer(partner.stepUp()).approve();
        sandbox.deliverDue();

        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void aDoubledEventComesTwiceWithOneId() {
        sandbox.webhookFaults().next(WebhookFault.DOUBLED);
        partner.stepUp();
        sandbox.deliverDue();

        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(0).text("/metadata/event_id"))
                .isEqualTo(receiver.received().get(1).text("/metadata/event_id"));
    }

    @Test
    void aDelayedEventComesLaterByTheClock() {
        sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.delayed(Duration.ofMinutes(3)));
        sandbox.customer(partner.stepUp()).approve();
        sandbox.deliverDue();
        assertThat(receiver.types()).doesNotContain(COMPLETED);

        sandbox.advance(Duration.ofMinutes(3));
        sandbox.deliverDue();

        assertThat(receiver.types()).contains(COMPLETED);
    }

    @Test
    void aReorderedEventComesAfterItsSuccessor() {
        String id = partner.stepUp();
        sandbox.webhookFaults().nextOf("payment.request.state-change.in-progress", WebhookFault.REORDERED);
        sandbox.customer(id).approve();
        sandbox.deliverDue();

        assertThat(receiver.types())
                .containsExactly(
                        "payment.request.state-change.submitted",
                        COMPLETED,
                        "payment.request.state-change.in-progress");
    }

    @Test
    void aRotatedKeySignsFromNowOn() {
        sandbox.setSigningKey("key-2", "another");
        partner.stepUp();
        sandbox.deliverDue();

        Receiver.Got got = receiver.received().getFirst();
        assertThat(got.keyId()).isEqualTo("key-2");
        assertThat(got.signature()).isEqualTo(WebhookSender.signature("another", got.body()));
    }

    @Test
    @Timeout(20)
    void tickingDeliversByItselfAndMayOvertakeADelayedAnswer() {
        sandbox.close();
        sandbox = Sandbox.start(settings.withClock(Instant::now).withTicking(true));
        partner = new Partner(sandbox);
        sandbox.faults().next(Operation.AUTHORIZE, Fault.delayedAnswer(Duration.ofSeconds(2)));

        CompletableFuture<Partner.Heard> answer =
                CompletableFuture.supplyAsync(() -> partner.authorize(Partner.firstBody()));
        receiver.awaitReceived(1);

        assertThat(answer.isDone()).isFalse();
        assertThat(answer.join().status()).isEqualTo(200);
    }

    private List<Receiver.Got> ofType(String end) {
        return receiver.received().stream()
                .filter(got -> got.text("/metadata/event_type").endsWith(end))
                .toList();
    }
}
