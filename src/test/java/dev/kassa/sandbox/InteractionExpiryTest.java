package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionExpiryTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static Sandbox sandbox;
    private static Partner partner;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxSettings.defaults().withClock(() -> NOW).withTicking(false));
        partner = new Partner(sandbox);
    }

    @AfterAll
    static void close() {
        partner.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PT15M, 900",
        "PT2H30M, 9000",
        "P1D, 86400",
        "PT48H, 172800",
        "P2D, 172800",
        "PT1800S, 1800",
        "P0DT30M, 1800"
    })
    void aGoodDurationSetsTheExpiry(String duration, long seconds) {
        Partner.Heard heard = partner.authorize(expiring("{\"duration\":\"" + duration + "\"}"));

        assertThat(heard.text("/payment_request/expires_at"))
                .isEqualTo(NOW.plusSeconds(seconds).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT14M59S",
                "PT48H1S",
                "P1W",
                "P1M",
                "-PT30M",
                "PT",
                "P",
                "30M",
                "",
                "1800",
                "PT000000000000000000000030M",
                "pt30m",
                "+PT30M",
                "PT0.5H",
                "P1DT",
                "PT99999999999999999999H"
            })
    void aBadDurationIsRefused(String duration) {
        assertThat(partner.authorize(expiring("{\"duration\":\"" + duration + "\"}"))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T10:30:00+01:00, 2026-03-02T09:30:00Z",
        "2026-03-02T09:30:00Z, 2026-03-02T09:30:00Z",
        "2026-03-04T09:00:00Z, 2026-03-04T09:00:00Z"
    })
    void aGoodTimestampSetsTheExpiry(String timestamp, String expected) {
        assertThat(partner.authorize(expiring("{\"timestamp\":\"" + timestamp + "\"}"))
                        .text("/payment_request/expires_at"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-03-02T09:30:00\"",
                "\"2026-03-02\"",
                "1772443800",
                "\"2026-03-02T09:15:00Z\"",
                "\"2026-03-04T09:00:01Z\"",
                "\"2026-02-30T09:30:00Z\""
            })
    void aBadTimestampIsRefused(String timestamp) {
        assertThat(partner.authorize(expiring("{\"timestamp\":" + timestamp + "}"))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"duration\":\"PT30M\",\"timestamp\":\"2026-03-02T09:30:00Z\"}", "\"PT30M\""})
    void exactlyOneKindOfExpiryIsTaken(String expiry) {
        assertThat(partner.authorize(expiring(expiry)).status()).isEqualTo(400);
    }

    @Test
    void withoutAnExpiryItIsThreeHours() {
        String body = Partner.firstBody().replace(",\"interaction_expiry\":{\"duration\":\"PT30M\"}", "");

        assertThat(partner.authorize(body).text("/payment_request/expires_at"))
                .isEqualTo(NOW.plus(Duration.ofHours(3)).toString());
    }

    private static String expiring(String expiry) {
        return Partner.firstBody("chk_1-1", "\"interaction_expiry\":" + expiry);
    }
}
