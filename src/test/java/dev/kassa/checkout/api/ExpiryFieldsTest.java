package dev.kassa.checkout.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.api.Faults.Fault;
import dev.kassa.klarna.InteractionExpiry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of klarna.md, section 6. */
class ExpiryFieldsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final Faults faults = new Faults();

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
    void aDurationThatKlarnaWouldRefuseIsRefused(String duration) {
        read("duration", duration);
        assertThat(faults.all()).extracting(Fault::pointer).containsExactly("/interaction_expiry/duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT15M", "PT2H30M", "P1D", "PT48H", "P2D", "PT1800S", "P0DT30M", "PT00000000000000000030M"})
    void aDurationThatKlarnaTakesIsForwardedAsItIs(String duration) {
        assertThat(read("duration", duration)).isEqualTo(new InteractionExpiry(duration, null));
        assertThat(faults.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T10:30:00+01:00, true",
        "2026-03-02T09:30:00Z, true",
        "2026-03-02T09:15:00.001Z, true",
        "2026-03-04T09:00:00Z, true",
        "2026-03-02T09:15:00Z, false",
        "2026-03-04T09:00:01Z, false"
    })
    void aTimestampIsSeenFromNow(String timestamp, boolean inRange) {
        var expiry = requireNonNull(read("timestamp", timestamp));
        assertThat(ExpiryFields.isInRange(expiry, NOW)).isEqualTo(inRange);
    }

    private @Nullable InteractionExpiry read(String field, String value) {
        var json = "{\"interaction_expiry\":{\"" + field + "\":\"" + value + "\"}}";
        return ExpiryFields.interactionExpiry(new Fields(ApiJson.read(json.getBytes(UTF_8)), "", faults));
    }
}
