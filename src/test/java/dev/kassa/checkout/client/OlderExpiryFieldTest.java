package dev.kassa.checkout.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.Capture;
import dev.kassa.klarna.ExpiryField;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.ReturnKey;
import dev.kassa.secret.TokenSeal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Klarna's older expiry field takes an instant, which is fixed at the start so that every repeat is the same. */
class OlderExpiryFieldTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final KeyRing KEYS = new KeyRing(List.of(
            new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(StandardCharsets.US_ASCII))));
    private static final Merchant ACME =
            new Merchant("acme", "krn:partner:acme", List.of("0".repeat(64)), List.of("https://shop.example"), null);

    @ParameterizedTest
    @CsvSource({
        "PT2H30M, , 2026-03-02T11:30:00Z",
        "P1D, , 2026-03-03T09:00:00Z",
        ", 2026-03-02T12:00:00+01:00, 2026-03-02T11:00:00Z",
    })
    void whatTheMerchantWantsBecomesAnInstant(@Nullable String duration, @Nullable String timestamp, Instant instant) {
        var stepUp = inputs(ExpiryField.PAYMENT_REQUEST_EXPIRES_AT)
                .first(ACME, order(new InteractionExpiry(duration, timestamp)))
                .stepUp();

        assertThat(stepUp.paymentRequestExpiresAt()).isEqualTo(instant);
        assertThat(stepUp.interactionExpiry()).isEqualTo(new InteractionExpiry(duration, timestamp));
    }

    @Test
    void aRestartCountsFromItsOwnStart() {
        var first = inputs(ExpiryField.INTERACTION_EXPIRY).first(ACME, order(new InteractionExpiry("PT1H", null)));
        var later = new CheckoutInputs(
                new TokenSeal(KEYS),
                links(),
                Duration.ofMinutes(3),
                ExpiryField.PAYMENT_REQUEST_EXPIRES_AT,
                () -> NOW.plus(Duration.ofHours(5)));

        var second = later.next(ACME, first, first.payment(), new RestartCheckout(null, null));

        assertThat(first.stepUp().paymentRequestExpiresAt()).isNull();
        assertThat(second.stepUp().paymentRequestExpiresAt()).isEqualTo(NOW.plus(Duration.ofHours(6)));
    }

    private static CheckoutInputs inputs(ExpiryField field) {
        return new CheckoutInputs(new TokenSeal(KEYS), links(), Duration.ofMinutes(3), field, () -> NOW);
    }

    private static ReturnLinks links() {
        return new ReturnLinks(URI.create("https://pay.example"), new ReturnKey(KEYS));
    }

    private static StartCheckout order(InteractionExpiry expiry) {
        return new StartCheckout(
                "order-1",
                new PaymentDetails(9000, "EUR", Capture.LATER, null, null, null, null, null),
                InteractionMethod.QR_CODE,
                null,
                null,
                Duration.ofMinutes(30),
                expiry,
                null,
                Fingerprint.of(JsonNodeFactory.instance.objectNode()));
    }
}
