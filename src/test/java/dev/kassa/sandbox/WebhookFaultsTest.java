package dev.kassa.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each word of the vocabulary does what it says, and says that it was it. */
class WebhookFaultsTest {

    private static final String KEY = "demo-signing-key-not-a-secret";
    private static final String COMPLETED = EventType.COMPLETED.text;

    private final Receiver receiver = new Receiver();
    private final Instant start = Instant.parse("2026-03-02T09:00:00Z");
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults()
            .withClock(() -> start)
            .withWebhook(receiver.url(), "key-1", KEY)
            .withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
        receiver.close();
    }

    @ParameterizedTest
    @EnumSource(WebhookFault.Plain.class)
    void everyPlainFaultIsNamedByTheDeliveryThatMetIt(WebhookFault.Plain fault) {
        if (fault == WebhookFault.Plain.OF_OLDER_ATTEMPT) {
            partner.cancel(partner.stepUp());
        }
        String id = partner.stepUp();
        sandbox.webhookFaults().nextOf(COMPLETED, fault);
        sandbox.customer(id).approve();

        assertThat(sandbox.deliveries()).extracting(WebhookDelivery::fault).contains(fault.name());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void anEventComesFirstAtAStepOfTheRetrySchedule(int step) {
        List<Duration> waits = Webhooks.WAITS.subList(0, step);
        Duration wait = waits.stream().reduce(Duration.ZERO, Duration::plus);
        sandbox.webhookFaults().nextOf(EventType.SUBMITTED.text, WebhookFault.delayedToRetry(step));
        partner.stepUp();

        sandbox.advance(wait.minusMillis(1));
        sandbox.deliverDue();
        assertThat(receiver.types()).doesNotContain(EventType.SUBMITTED.text);
        sandbox.advance(Duration.ofMillis(1));
        sandbox.deliverDue();

        assertThat(receiver.types()).contains(EventType.SUBMITTED.text);
        assertThat(sandbox.deliveries())
                .filteredOn(delivery -> "DELAYED_TO_RETRY".equals(delivery.fault()))
                .extracting(WebhookDelivery::attempt)
                .containsExactly(step + 1);
    }

    @Test
    void aQuickCustomersCompletionComesBeforeTheAnswerToTheAuthorize() {
        sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.BEFORE_ANSWER);

        Partner.Heard answer = partner.authorize(Partner.firstBody());

        assertThat(receiver.types()).contains(COMPLETED);
        assertThat(answer.text("/payment_request/state")).isEqualTo("SUBMITTED");
    }

    @Test
    void aTransactionIsToldBeforeTheCallThatMadeItIsAnswered() {
        PaymentRequestView view = sandbox.customer(partner.stepUp()).approve();
        sandbox.webhookFaults().nextOf(EventType.TRANSACTION_AUTHORIZED.text, WebhookFault.BEFORE_ANSWER);

        partner.spend("Klarna-Payment-Token", String.valueOf(view.paymentToken()), Partner.lastBody(9000), "f");

        assertThat(receiver.types()).containsExactly(EventType.TRANSACTION_AUTHORIZED.text);
    }

    @Test
    void aCompletionAfterTheEndComesTwoMinutesAfterThePayment() {
        sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.AFTER_THE_END);
        PaymentRequestView view = sandbox.customer(partner.stepUp()).approve();
        sandbox.advance(Duration.ofMinutes(20));
        sandbox.deliverDue();
        partner.spend("Klarna-Payment-Token", String.valueOf(view.paymentToken()), Partner.lastBody(9000), "f");
        sandbox.deliverDue();
        assertThat(receiver.types()).doesNotContain(COMPLETED);

        sandbox.advance(Duration.ofMinutes(2));
        sandbox.deliverDue();

        assertThat(receiver.types().getLast()).isEqualTo(COMPLETED);
    }

    @Test
    void aCompletionThatNobodyConfirmsComesAfterItsTokenIsDead() {
        sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.AFTER_THE_END);
        sandbox.customer(partner.stepUp()).approve();

        sandbox.advance(Duration.ofMinutes(61));
        sandbox.deliverDue();
        assertThat(receiver.types()).doesNotContain(COMPLETED);
        sandbox.advance(Duration.ofMinutes(1));
        sandbox.deliverDue();

        assertThat(receiver.types()).contains(COMPLETED);
    }

    @Test
    void eventsOfAnOlderAttemptComeOnceMoreBeforeTheNewOne() {
        partner.cancel(partner.stepUp());
        sandbox.deliverDue();
        sandbox.webhookFaults().nextOf(EventType.SUBMITTED.text, WebhookFault.OF_OLDER_ATTEMPT);
        String id = partner.stepUp();
        sandbox.deliverDue();

        assertThat(receiver.types())
                .containsExactly(
                        EventType.SUBMITTED.text,
                        EventType.CANCELED.text,
                        EventType.SUBMITTED.text,
                        EventType.CANCELED.text,
                        EventType.SUBMITTED.text);
        assertThat(receiver.received().getLast().text("/payload/payment_request_id"))
                .isEqualTo(id);
    }

    @Test
    void aForgedEventNamesTheKeyButIsNotSignedByItHoweverOftenItIsTried() {
        receiver.answer(400);
        Receiver.Got got = submittedWith(WebhookFault.FORGED);
        sandbox.advance(Duration.ofSeconds(10));
        sandbox.deliverDue();

        assertThat(got.keyId()).isEqualTo("key-1");
        assertThat(receiver.received())
                .hasSize(2)
                .allSatisfy(
                        each -> assertThat(each.signature()).isNotEqualTo(WebhookSender.signature(KEY, each.body())));
    }

    @Test
    void aResendOfAForgedEventIsGenuine() {
        submittedWith(WebhookFault.FORGED);
        sandbox.resend(sandbox.deliveries().getFirst().eventId());
        sandbox.deliverDue();

        Receiver.Got genuine = receiver.received().getLast();
        assertThat(genuine.signature()).isEqualTo(WebhookSender.signature(KEY, genuine.body()));
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThat(submittedWith(WebhookFault.UNKNOWN_KEY_ID).keyId()).endsWith("unknown");
    }

    @Test
    void otherBytesAreSigned() {
        Receiver.Got got = submittedWith(WebhookFault.SIGNED_OTHER_BYTES);

        assertThat(got.signature()).isNotEqualTo(WebhookSender.signature(KEY, got.body()));
        assertThat(got.signature())
                .isEqualTo(WebhookSender.signature(KEY, (new String(got.body(), UTF_8) + "\n").getBytes(UTF_8)));
    }

    @Test
    void theKeyBeforeTheLastRotationSigns() {
        sandbox.setSigningKey("key-2", "another");
        Receiver.Got got = submittedWith(WebhookFault.ROTATED_KEY);

        assertThat(got.keyId()).isEqualTo("key-1");
        assertThat(got.signature()).isEqualTo(WebhookSender.signature(KEY, got.body()));
    }

    @Test
    void oddWhitespaceIsSignedWithTheRestAndChangesNothingElse() {
        Receiver.Got got = submittedWith(WebhookFault.ODD_WHITESPACE);

        assertThat(new String(got.body(), UTF_8))
                .startsWith(" \n")
                .contains("\r\n\t")
                .endsWith("\n");
        assertThat(got.signature()).isEqualTo(WebhookSender.signature(KEY, got.body()));
        assertThat(got.text("/metadata/event_type")).isEqualTo(EventType.SUBMITTED.text);
    }

    @Test
    void contentFaultsAreSignedGenuinely() {
        assertThat(submittedWith(WebhookFault.EXTRA_FIELDS)
                        .json()
                        .path("x_schema")
                        .intValue())
                .isEqualTo(3);
        assertThat(submittedWith(WebhookFault.WRONG_LIVE)
                        .json()
                        .at("/metadata/live")
                        .booleanValue())
                .isTrue();
        assertThat(submittedWith(WebhookFault.WRONG_RECIPIENT).text("/metadata/recipient_account_id"))
                .endsWith("STRANGER");
        assertThat(submittedWith(WebhookFault.WRONG_SUBJECT).text("/metadata/subject_account_id"))
                .endsWith("STRANGER");
        assertThat(submittedWith(WebhookFault.ODD_EVENT_ID).text("/metadata/event_id"))
                .startsWith("evt:");
        assertThat(submittedWith(WebhookFault.UNKNOWN_EVENT_TYPE).text("/metadata/event_type"))
                .endsWith("reconsidered");
        assertThat(receiver.received())
                .allSatisfy(got -> assertThat(got.signature()).isEqualTo(WebhookSender.signature(KEY, got.body())));
    }

    @Test
    void aCompletionMayComeWithoutTokensOrWithNothingButItsId() {
        sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.WITHOUT_TOKENS, WebhookFault.WITHOUT_OPTIONAL_FIELDS);
        sandbox.customer(partner.stepUp()).approve();
        sandbox.customer(partner.stepUp()).approve();
        sandbox.deliverDue();

        List<Receiver.Got> completed = receiver.received().stream()
                .filter(got -> got.text("/metadata/event_type").equals(COMPLETED))
                .toList();
        assertThat(completed.get(0).json().path("payload").has("payment_token")).isFalse();
        assertThat(completed.get(0).text("/payload/state")).isEqualTo("COMPLETED");
        assertThat(completed.get(1).json().path("payload").propertyNames()).containsExactly("payment_request_id");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aSecondHasUpToNineDigitsOfAFraction(int digits) {
        String time = submittedWith(WebhookFault.fractionDigits(digits)).text("/metadata/occurred_at");

        String fraction = time.contains(".") ? time.substring(time.indexOf('.') + 1, time.length() - 1) : "";
        assertThat(fraction).hasSize(digits);
        assertThat(Instant.parse(time)).isBetween(start, start.plusMillis(1));
    }

    @Test
    void rulesForAReferenceLeaveOthersAlone() {
        sandbox.webhookFaults().nextFor("chk_7-1", WebhookFault.LOST);
        partner.stepUp();
        partner.authorize(Partner.firstBody("chk_7-1", "\"interaction_expiry\":{\"duration\":\"PT30M\"}"));
        sandbox.deliverDue();

        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void theSameSeedBringsTheSameFaults() {
        assertThat(fates(7)).isEqualTo(fates(7)).contains("LOST", "DOUBLED");
        assertThat(fates(7)).isNotEqualTo(fates(8));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> WebhookFault.delayedToRetry(7)).hasMessageContaining("1 to 6");
        assertThatThrownBy(() -> WebhookFault.fractionDigits(10)).hasMessageContaining("0 to 9");
        assertThatThrownBy(() -> sandbox.webhookFaults().random(1, 1001, WebhookFault.LOST))
                .hasMessageContaining("0 to 1000");
        assertThatThrownBy(() -> sandbox.webhookFaults().random(1, 10)).hasMessageContaining("LOST");
    }

    @Test
    void anAutoCapturedPaymentIsToldTwice() {
        String body = Partner.firstBody()
                .replace("{\"amount\":9000,", "{\"amount\":9000,\"capture\":\"NOW\",")
                .replaceAll(",\"step_up_config\".*", "}");
        sandbox.plan().nextAuthorize(Result.APPROVED);
        partner.authorize(body);
        sandbox.deliverDue();

        assertThat(receiver.types())
                .containsExactly(EventType.TRANSACTION_AUTHORIZED.text, EventType.TRANSACTION_CAPTURED.text);
    }

    @Test
    void everyFaultIsOrderedOverHttpAndTheListOfThemIsClosed() {
        for (WebhookFault.Plain fault : WebhookFault.Plain.values()) {
            assertThat(post("{\"fault\":\"" + fault + "\"}").status()).isEqualTo(204);
        }
        post("{\"fault\":\"DELAYED\",\"duration\":\"PT1M\"}");
        post("{\"fault\":\"DELAYED_TO_RETRY\",\"step\":3}");
        post("{\"fault\":\"FRACTION_DIGITS\",\"digits\":9}");

        Partner.Heard list = partner.send(at("").GET().build());
        assertThat(list.json().path("webhook_faults").size()).isEqualTo(WebhookFault.Plain.values().length + 3);
        assertThat(list.json().path("known_webhook_faults").size()).isEqualTo(WebhookFault.Plain.values().length + 3);
        Partner.Heard refused = post("{\"fault\":\"GREMLIN\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(Arrays.stream(WebhookFault.Plain.values()).map(Enum::name))
                .allSatisfy(name -> assertThat(refused.text("/error")).contains(name));
        assertThat(post("{\"fault\":\"DELAYED_TO_RETRY\",\"step\":7}").status()).isEqualTo(400);
        assertThat(post("{\"fault\":\"FRACTION_DIGITS\",\"digits\":-1}").status())
                .isEqualTo(400);
    }

    @Test
    void chanceIsOrderedOverHttp() {
        HttpRequest chance = at("/random")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"seed\":7,\"per_mille\":1000,\"faults\":[{\"fault\":\"LOST\"}]}"))
                .build();
        assertThat(partner.send(chance).status()).isEqualTo(204);
        partner.stepUp();
        sandbox.deliverDue();

        assertThat(receiver.received()).isEmpty();
        assertThat(partner.send(at("").GET().build()).text("/random")).contains("1000 of 1000");
    }

    private Receiver.Got submittedWith(WebhookFault fault) {
        sandbox.webhookFaults().nextOf(EventType.SUBMITTED.text, fault);
        partner.stepUp();
        sandbox.deliverDue();
        return receiver.received().getLast();
    }

    private List<String> fates(long seed) {
        sandbox.webhookFaults().clear();
        sandbox.webhookFaults().random(seed, 500, WebhookFault.LOST, WebhookFault.DOUBLED);
        int before = sandbox.deliveries().size();
        for (int i = 0; i < 30; i++) {
            partner.stepUp();
        }
        List<String> fates = sandbox.deliveries().stream()
                .skip(before)
                .map(delivery -> Objects.requireNonNullElse(delivery.fault(), ""))
                .toList();
        sandbox.deliverDue();
        return fates;
    }

    private Partner.Heard post(String body) {
        return partner.send(
                at("").POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder at(String more) {
        return HttpRequest.newBuilder(URI.create(sandbox.homeUrl() + "sandbox/webhook-faults" + more))
                .timeout(Duration.ofSeconds(5));
    }
}
