package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.webhook.Verification.Verified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from a verified event. */
class NotificationReadingTest {
    @ParameterizedTest
    @CsvSource({
        "payment.request.state-change.submitted, REQUEST_SUBMITTED",
        "payment.request.state-change.in-progress, REQUEST_IN_PROGRESS",
        "payment.request.state-change.completed, REQUEST_COMPLETED",
        "payment.request.state-change.expired, REQUEST_EXPIRED",
        "payment.request.state-change.canceled, REQUEST_CANCELED",
        "payment.request.state-change.declined, REQUEST_DECLINED",
        "payment.transaction.state-change.authorized, TRANSACTION_AUTHORIZED",
        "payment.transaction.captured, OTHER",
        "something.new, OTHER"
    })
    void everyTypeHasItsKindAndNewOnesAreNoFault(String type, EventKind kind) {
        var notification = notification(changed("payment.request.state-change.completed", type));

        assertThat(notification.kind()).isEqualTo(kind);
        assertThat(notification.eventType()).isEqualTo(type);
    }

    @Test
    void theOlderTokenServesWhereTheNewerIsMissing() {
        var token = notification(changed("klarna_network_session_token", "x")).paymentToken();

        assertThat(token)
                .isEqualTo(new PaymentToken(
                        PaymentToken.Kind.PAYMENT_TOKEN,
                        "krn:payment:eu1:payment-token:aa11bb22-3333-4444-8555-666677778888"));
    }

    @Test
    void idsAreFoundWhereverTheEventNestsThem() {
        var payload = "\"payload\":{\"payment_transaction\":{\"payment_transaction_id\":\"krn:t\","
                + "\"payment_transaction_reference\":\"chk_1-tx\",\"state\":\"AUTHORIZED\"},"
                + "\"of\":[{\"payment_request_id\":\"krn:r\",\"payment_request_reference\":\"chk_1\"}]}}";
        var text = Samples.completedText()
                .replace("payment.request.state-change.completed", "payment.transaction.state-change.authorized");
        var notification = notification((text.substring(0, text.indexOf("\"payload\"")) + payload).getBytes(UTF_8));

        assertThat(notification.paymentTransactionId()).hasToString("krn:t");
        assertThat(notification.paymentTransactionReference()).hasToString("chk_1-tx");
        assertThat(notification.paymentRequestId()).hasToString("krn:r");
        assertThat(notification.paymentRequestReference()).hasToString("chk_1");
        assertThat(notification.paymentToken()).isNull();
    }

    @Test
    void anEventWithoutPayloadIsStillAnEvent() {
        var notification = notification(changed("\"payload\"", "\"else\""));

        assertThat(notification.paymentRequestId()).isNull();
    }

    private static byte[] changed(String from, String to) {
        assertThat(Samples.completedText()).contains(from);
        return Samples.completedText().replace(from, to).getBytes(UTF_8);
    }

    private static Notification notification(byte[] body) {
        var verdict = Samples.verifier().verify(body, Samples.sign(body), Samples.KEY_ID);
        return ((Verified) verdict).notification();
    }
}
