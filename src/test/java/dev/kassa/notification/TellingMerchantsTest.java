package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.kassa.checkout.CheckoutJson;
import dev.kassa.checkout.MerchantDeliveries.Delivery;
import dev.kassa.checkout.MerchantDeliveries.Status;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.merchant.Receiver;
import dev.kassa.notification.PostOffice.Letter;
import dev.kassa.secret.Secret;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a notification, in virtual time. */
class TellingMerchantsTest {
    @RegisterExtension
    final PostOffice office = new PostOffice();

    @Test
    void aNotificationIsTheCheckoutAsTheApiShowsItSigned() throws Exception {
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        var delivered = office.becomes(id, TellingMerchantsTest::isOver);

        assertThat(delivered.status()).isEqualTo(Status.DELIVERED);
        assertThat(office.letters).singleElement().satisfies(letter -> {
            var shown = new String(
                    CheckoutJson.mapper()
                            .writeValueAsBytes(PostOffice.checkout("order-1", 1, MerchantEvent.Type.AUTHORIZED)),
                    UTF_8);
            assertThat(letter.body())
                    .isEqualTo("{\"type\":\"checkout.authorized\",\"timestamp\":\"2026-03-02T10:05:00Z\",\"data\":"
                            + shown + "}");
            assertSigned(letter, PostOffice.FIRST);
            assertThat(letter.url()).isEqualTo(PostOffice.URL);
            assertThat(letter.id()).isEqualTo(delivered.webhookId()).doesNotContain(".");
        });
        assertThat(delivered.tries())
                .singleElement()
                .satisfies(each -> assertThat(each.httpStatus()).isEqualTo(204));
    }

    @Test
    void anEndpointThatIsDownForSixHoursGetsEveryEventOnceItIsBackWithTheSameId() {
        office.isDown();
        var all = List.of(
                office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED),
                office.tell("order-2", 1, MerchantEvent.Type.UNCONFIRMED),
                office.tell("order-2", 1, MerchantEvent.Type.AUTHORIZED),
                office.tell("order-3", 1, MerchantEvent.Type.EXPIRED),
                office.tell("order-3", 2, MerchantEvent.Type.DECLINED));
        office.pass(Duration.ofHours(6));
        assertThat(all)
                .allSatisfy(id -> assertThat(office.delivery(id).status()).isEqualTo(Status.PENDING));
        office.answers(200);
        var backAt = office.now();
        office.pass(Duration.ofMinutes(70));

        assertThat(all).allSatisfy(id -> {
            var delivered = office.becomes(id, TellingMerchantsTest::isOver);
            assertThat(delivered.status()).isEqualTo(Status.DELIVERED);
            office.assertOneIdAndBody(id);
            assertThat(delivered.tries().getLast().at()).isBetween(backAt, backAt.plus(Duration.ofMinutes(70)));
        });
        assertThat(office.lettersOf(all.getFirst()))
                .as("six quick tries, then one an hour, all of one id")
                .hasSizeBetween(11, 14);
    }

    @Test
    void after72HoursItIsGivenUpAndCounted() {
        office.answers(500);
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.pass(Duration.ofHours(71));
        assertThat(office.delivery(id).status()).isEqualTo(Status.PENDING);
        office.pass(Duration.ofMinutes(90));

        var givenUp = office.becomes(id, TellingMerchantsTest::isOver);
        assertThat(givenUp.status()).isEqualTo(Status.GIVEN_UP);
        assertThat(givenUp.tries())
                .hasSizeBetween(70, 90)
                .last()
                .satisfies(last -> assertThat(last.fault()).isEqualTo("HTTP 500"));
        assertThat(office.run(id).getResult(Delivery.class).status()).isEqualTo(Status.GIVEN_UP);
        assertThat(office.counted("GIVEN_UP")).isEqualTo(1);
        assertThat(office.temporal
                        .getWorkflowClient()
                        .fetchHistory(id.workflowId())
                        .getEvents())
                .hasSizeLessThan(1500);
    }

    @Test
    void noEventOvertakesAnEarlierOneOfItsCheckout() {
        office.isDown();
        var doubt = office.tell("order-1", 1, MerchantEvent.Type.UNCONFIRMED);
        var end = office.tell("order-1", 1, MerchantEvent.Type.EXPIRED);
        var next = office.tell("order-1", 2, MerchantEvent.Type.AUTHORIZED);
        var other = office.tell("order-2", 1, MerchantEvent.Type.AUTHORIZED);
        office.pass(Duration.ofMinutes(20));
        assertThat(office.lettersOf(doubt)).hasSizeGreaterThan(3);
        assertThat(office.lettersOf(other))
                .as("another checkout waits for nobody")
                .hasSizeGreaterThan(3);
        assertThat(office.lettersOf(end)).isEmpty();
        assertThat(office.lettersOf(next)).isEmpty();

        office.answers(200);
        office.pass(Duration.ofMinutes(40));
        office.becomes(next, TellingMerchantsTest::isOver);

        var delivered = office.letters.stream()
                .filter(letter -> letter.at().isAfter(at(doubt)))
                .toList();
        assertThat(delivered)
                .extracting(Letter::id)
                .containsSubsequence(webhookId(doubt), webhookId(end), webhookId(next));
        assertThat(at(doubt)).isBeforeOrEqualTo(at(end));
        assertThat(at(end)).isBeforeOrEqualTo(at(next));
    }

    @Test
    void onceTheEarlierOneIsGivenUpTheNextIsStillTried() {
        office.receiver = letter -> new Post.Answer(letter.body().contains("unconfirmed") ? 500 : 200, null, null);
        office.tell("order-1", 1, MerchantEvent.Type.UNCONFIRMED);
        var end = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.pass(Duration.ofHours(71));
        assertThat(office.lettersOf(end)).isEmpty();
        office.pass(Duration.ofHours(2));
        assertThat(office.becomes(end, TellingMerchantsTest::isOver).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void toldTwiceItIsOneNotification() {
        office.tell("order-1", 1, MerchantEvent.Type.CANCELED);
        var id = office.tell("order-1", 1, MerchantEvent.Type.CANCELED);
        office.becomes(id, TellingMerchantsTest::isOver);
        office.tell("order-1", 1, MerchantEvent.Type.CANCELED);
        office.pass(Duration.ofMinutes(10));
        assertThat(office.letters).hasSize(1);
    }

    @Test
    void ofTwoPaymentsThatTurnUpLateEachIsTold() {
        var id = office.tellOfAPayment("order-1", "krn:payment:eu1:transaction:one");
        office.becomes(id, TellingMerchantsTest::isOver);
        office.tellOfAPayment("order-1", "krn:payment:eu1:transaction:one");

        office.tellOfAPayment("order-1", "krn:payment:eu1:transaction:other");
        office.becomes(id, TellingMerchantsTest::isOver);

        assertThat(office.letters).hasSize(2).extracting(Letter::id).doesNotHaveDuplicates();
        assertThat(office.letters.getLast().body()).contains("krn:payment:eu1:transaction:other");
    }

    @Test
    void aGoneEndpointIsNotAskedAgain() {
        office.answers(410);
        var id = office.tell("order-1", 1, MerchantEvent.Type.FAILED);
        office.pass(Duration.ofHours(3));
        assertThat(office.becomes(id, TellingMerchantsTest::isOver).status()).isEqualTo(Status.GONE);
        assertThat(office.letters).hasSize(1);
        assertThat(office.counted("GONE")).isEqualTo(1);
    }

    @Test
    void aReceiverThatAsksForPatienceGetsIt() {
        office.receiver = letter -> new Post.Answer(office.letters.size() == 1 ? 503 : 200, "3600", null);
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.pass(Duration.ofMinutes(59));
        assertThat(office.letters).hasSize(1);
        office.pass(Duration.ofMinutes(2));
        assertThat(office.becomes(id, TellingMerchantsTest::isOver).tries()).hasSize(2);
    }

    @Test
    void aRotatedSecretSignsTheNextTryAndTheUrlIsThePresentOne() throws Exception {
        office.answers(401);
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.becomes(id, delivery -> !delivery.tries().isEmpty());
        office.configured = Optional.empty();
        office.pass(Duration.ofMinutes(20));
        var moved = PostOffice.URL.resolve("/moved");
        office.configured = Optional.of(new Receiver(moved, PostOffice.SECOND));
        office.answers(200);
        office.pass(Duration.ofHours(1));

        assertThat(office.becomes(id, TellingMerchantsTest::isOver).status()).isEqualTo(Status.DELIVERED);
        assertSigned(office.letters.getFirst(), PostOffice.FIRST);
        assertSigned(office.letters.getLast(), PostOffice.SECOND);
        assertThat(office.letters.getLast().url()).isEqualTo(moved);
        assertThat(office.letters).extracting(Letter::id).containsOnly(webhookId(id));
        assertThat(office.delivery(id).tries())
                .extracting(each -> String.valueOf(each.fault()))
                .contains("the merchant has no notification URL");
    }

    @Test
    void aResendOfADeliveredOneIsOneMoreLetterOfTheSameIdAndBody() {
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.becomes(id, TellingMerchantsTest::isOver);

        assertThat(office.notifications.resend(id.checkoutId(), 1, webhookId(id)))
                .hasValueSatisfying(again -> assertThat(again.status()).isEqualTo(Status.PENDING));
        var delivered =
                office.becomes(id, delivery -> delivery.tries().size() == 2 && delivery.status() == Status.DELIVERED);

        assertThat(delivered.tries()).hasSize(2);
        assertThat(office.letters).hasSize(2);
        office.assertOneIdAndBody(id);
        assertThat(office.notifications.resend(id.checkoutId(), 1, "msg_unknown"))
                .isEmpty();
    }

    @Test
    void aResendOfOneThatWaitsIsTriedAtOnce() {
        office.isDown();
        var doubt = office.tell("order-1", 1, MerchantEvent.Type.UNCONFIRMED);
        var end = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.pass(Duration.ofHours(3));
        office.answers(200);

        office.notifications.resend(end.checkoutId(), 1, webhookId(end));
        assertThat(office.becomes(end, TellingMerchantsTest::isOver).status())
                .as("whoever asks for it does not wait for its turn")
                .isEqualTo(Status.DELIVERED);
        office.notifications.resend(doubt.checkoutId(), 1, webhookId(doubt));
        assertThat(office.becomes(doubt, TellingMerchantsTest::isOver).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void anOperatorMayStopOne() {
        office.isDown();
        var terminated = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        var canceled = office.tell("order-2", 1, MerchantEvent.Type.AUTHORIZED);
        office.becomes(canceled, delivery -> !delivery.tries().isEmpty());
        office.run(terminated).terminate("by hand");
        office.run(canceled).cancel();

        assertThat(office.becomes(terminated, TellingMerchantsTest::isOver).status())
                .isEqualTo(Status.STOPPED);
        var stopped = office.becomes(canceled, TellingMerchantsTest::isOver);
        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.tries()).isNotEmpty();
    }

    @Test
    void aReferenceThatIsUsedAgainIsNewsOfItsOwn() {
        var older = PostOffice.checkout("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        assertThat(id.webhookId(older.createdAt(), "")).isNotEqualTo(id.webhookId(Instant.EPOCH, ""));
    }

    @Test
    void neitherSecretNorUrlNorCustomersTokenStandsInTheHistory() {
        office.answers(500);
        var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
        office.becomes(id, delivery -> !delivery.tries().isEmpty());
        var history = office.temporal.getWorkflowClient().fetchHistory(id.workflowId());
        assertThat(history.toJson(false)).doesNotContain(PostOffice.CUSTOMER_TOKEN, "order-1", "shop.example");
        var input = history.getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput();
        assertThat(input.getPayloadsList())
                .allSatisfy(payload -> assertThat(text(payload)).doesNotContain("data", "order-1", "whsec_"));
    }

    private static String text(Payload payload) {
        return payload.getData().toStringUtf8();
    }

    private static boolean isOver(Delivery delivery) {
        return delivery.status() != Status.PENDING;
    }

    private String webhookId(NotificationId id) {
        return office.delivery(id).webhookId();
    }

    private Instant at(NotificationId id) {
        return office.delivery(id).tries().getLast().at();
    }

    private static void assertSigned(Letter letter, Secret secret) throws Exception {
        long timestamp = Long.parseLong(letter.headers().getOrDefault("webhook-timestamp", ""));
        assertThat(Instant.ofEpochSecond(timestamp))
                .isBetween(letter.at().minusSeconds(2), letter.at().plusSeconds(2));
        assertThat(letter.headers())
                .containsEntry(
                        "webhook-signature", new Webhook(secret.reveal()).sign(letter.id(), timestamp, letter.body()));
    }
}
