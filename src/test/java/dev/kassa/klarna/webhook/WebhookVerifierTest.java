package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.webhook.Verification.Rejected;
import dev.kassa.klarna.webhook.Verification.Rejection;
import dev.kassa.klarna.webhook.Verification.Verified;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class WebhookVerifierTest {
    private final WebhookVerifier verifier = Samples.verifier();

    @Test
    void klarnasSampleIsVerifiedAndReadWhole() {
        var verdict = verifier.verify(Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID);

        assertThat(verdict)
                .isEqualTo(new Verified(new Notification(
                        EventKind.REQUEST_COMPLETED,
                        "payment.request.state-change.completed",
                        "5f0c6f0e-6d0b-4f6e-9c58-0f2f3e1f7a11",
                        Instant.parse("2026-03-02T09:14:07Z"),
                        Samples.MERCHANT,
                        new PaymentRequestId("krn:payment:eu1:request:0d9c0b7e-1111-4a2b-8c3d-5e6f70819201"),
                        new PaymentRequestReference("saga-42-pr-1"),
                        null,
                        null,
                        null,
                        new PaymentToken(
                                PaymentToken.Kind.SESSION_TOKEN, "krn:network:eu1:test:session-token:eyJ.demo.sig"))));
    }

    @Test
    void aNewlineAtTheEndHasASignatureOfItsOwn() {
        var longer = (Samples.completedText() + "\n").getBytes(UTF_8);

        assertThat(verifier.verify(longer, Samples.SIGNATURE_WITH_NEWLINE, Samples.KEY_ID))
                .isInstanceOf(Verified.class);
        assertThat(verifier.verify(longer, Samples.SIGNATURE, Samples.KEY_ID)).isEqualTo(wrong());
        assertThat(verifier.verify(Samples.completed(), Samples.SIGNATURE_WITH_NEWLINE, Samples.KEY_ID))
                .isEqualTo(wrong());
    }

    @Test
    void aBodyWithAnyBitChangedIsRefused() {
        var body = Samples.completed();
        assertThat(body).hasSize(912);
        for (int bit = 0; bit < body.length * 8; bit++) {
            body[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(verifier.verify(body, Samples.SIGNATURE, Samples.KEY_ID))
                    .as("bit %d", bit)
                    .isEqualTo(wrong());
            body[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Test
    void aSignatureWithAnyCharacterChangedIsRefused() {
        for (int i = 0; i < Samples.SIGNATURE.length(); i++) {
            var other = Samples.SIGNATURE.charAt(i) == '0' ? '1' : '0';
            var forged = Samples.SIGNATURE.substring(0, i) + other + Samples.SIGNATURE.substring(i + 1);
            assertThat(verifier.verify(Samples.completed(), forged, Samples.KEY_ID))
                    .isEqualTo(wrong());
        }
    }

    @Test
    void theSameJsonWrittenAgainIsRefused() {
        var pretty = JsonMapper.builder().build().readTree(Samples.completed()).toPrettyString();

        assertThat(verifier.verify(pretty.getBytes(UTF_8), Samples.SIGNATURE, Samples.KEY_ID))
                .isEqualTo(wrong());
    }

    @Test
    void aSignatureIsLowercaseHexAndNothingElse() {
        var upper = Samples.SIGNATURE.toUpperCase(Locale.ROOT);

        for (var signature : new String[] {upper, " " + Samples.SIGNATURE, "sha256=" + Samples.SIGNATURE, "ä", "0"}) {
            assertThat(verifier.verify(Samples.completed(), signature, Samples.KEY_ID))
                    .isEqualTo(wrong());
        }
    }

    @Test
    void theKeyIsTheOneThatIsNamedAndNoOther() {
        assertThat(verifier.verify(Samples.completed(), Samples.SIGNATURE, Samples.OTHER_KEY_ID))
                .isEqualTo(wrong());
        assertThat(verifier.verify(Samples.completed(), Samples.SIGNATURE, "krn:nobody"))
                .isEqualTo(new Rejected(Rejection.KEY_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({"sig, ", ", krn:key", ", ", "'', krn:key", "sig, ' '"})
    void withoutSignatureOrKeyIdNothingIsRead(@Nullable String signature, @Nullable String keyId) {
        assertThat(verifier.verify(Samples.completed(), signature, keyId))
                .isEqualTo(new Rejected(Rejection.SIGNATURE_MISSING));
    }

    @Test
    void aBodyOf64KiBIsReadAndOneByteMoreIsNot() {
        var padding = " ".repeat(WebhookVerifier.LARGEST_BODY - Samples.completed().length);
        var largest = (Samples.completedText() + padding).getBytes(UTF_8);
        var tooLarge = (Samples.completedText() + padding + " ").getBytes(UTF_8);

        assertThat(verifySigned(largest)).isInstanceOf(Verified.class);
        assertThat(verifySigned(tooLarge)).isEqualTo(new Rejected(Rejection.TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "not json",
                "{\"metadata\":{}}",
                "{\"metadata\":[],\"payload\":{}}",
            })
    void aRightSignatureOnSomethingUnreadableIsRefused(String body) {
        assertThat(verifySigned(body.getBytes(UTF_8))).isEqualTo(new Rejected(Rejection.UNREADABLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"live\":false|\"live\":\"false\"",
                "\"live\":false|\"live\":null",
                "\"live\":false|\"alive\":false",
                "\"event_id\"|\"id\"",
                "\"event_type\"|\"type\"",
                "2026-03-02T09:14:07Z|today",
                "krn:partner:global:account:test:SUBPART1| ",
                "\"live\":false|\"live\":true,\"live\":false",
                "\"payload\":{|\"payload\":{\"state\":\"EXPIRED\","
            })
    void anEventThatLacksOrDoublesWhatItMustHaveIsRefused(String from, @Nullable String to) {
        assertThat(verifySigned(changed(from, to == null ? "" : to))).isEqualTo(new Rejected(Rejection.UNREADABLE));
    }

    @Test
    void whatComesAfterTheEventIsRefused() {
        assertThat(verifySigned((Samples.completedText() + "{}").getBytes(UTF_8)))
                .isEqualTo(new Rejected(Rejection.UNREADABLE));
    }

    @Test
    void eventsOfTheOtherEnvironmentAndOfForeignAccountsAreRefused() {
        assertThat(verifySigned(changed("\"live\":false", "\"live\":true")))
                .isEqualTo(new Rejected(Rejection.OTHER_ENVIRONMENT));
        assertThat(verifySigned(changed("ACQPART1", "ACQPART2"))).isEqualTo(new Rejected(Rejection.OTHER_RECIPIENT));
        assertThat(verifySigned(changed("\"recipient_account_id\"", "\"x\"")))
                .isEqualTo(new Rejected(Rejection.OTHER_RECIPIENT));
        assertThat(verifySigned(changed("SUBPART1", "SUBPART2"))).isEqualTo(new Rejected(Rejection.UNKNOWN_ACCOUNT));
    }

    @Test
    void withoutAConfiguredRecipientAnyIsAccepted() {
        var lenient = new WebhookVerifier(Samples.KEYS, Environment.TEST, null, Samples.MERCHANT::equals);
        var body = changed("ACQPART1", "ACQPART2");

        assertThat(lenient.verify(body, Samples.sign(body), Samples.KEY_ID)).isInstanceOf(Verified.class);
    }

    @Test
    void merchantsThatComeLaterAreKnownAtOnce() {
        var merchants = new HashSet<PartnerAccountId>();
        var live = new WebhookVerifier(Samples.KEYS, Environment.TEST, null, merchants::contains);

        assertThat(live.verify(Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID))
                .isEqualTo(new Rejected(Rejection.UNKNOWN_ACCOUNT));
        merchants.add(Samples.MERCHANT);
        assertThat(live.verify(Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID))
                .isInstanceOf(Verified.class);
    }

    @Test
    void neitherKeysNorTokensArePrinted() {
        var verdict = verifier.verify(Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID);

        assertThat(verdict.toString()).doesNotContain("eyJ.demo.sig", "payment-token");
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verification.Verified.class,
                        verified -> assertThat(verified.notification().paymentToken())
                                .hasToString("SESSION_TOKEN:***"));
        assertThat(Samples.KEYS.toString())
                .contains(Samples.KEY_ID)
                .doesNotContain("demo-signing-key-not-a-secret", "another-key");
    }

    @Test
    void aBlankKeyIsNoKey() {
        assertThatThrownBy(() -> SigningKeys.of(Map.of("krn:key", " "))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKeys.of(Map.of("", "key"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] changed(String from, String to) {
        assertThat(Samples.completedText()).contains(from);
        return Samples.completedText().replace(from, to).getBytes(UTF_8);
    }

    private Verification verifySigned(byte[] body) {
        return verifier.verify(body, Samples.sign(body), Samples.KEY_ID);
    }

    private static Verification wrong() {
        return new Rejected(Rejection.SIGNATURE_WRONG);
    }
}
