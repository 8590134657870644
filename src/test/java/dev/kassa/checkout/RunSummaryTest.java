package dev.kassa.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSummaryTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "acme order-1 118.36 EUR", "acme 注文-1 118.36 EUR"})
    void whatFitsIsShownAsItIs(String text) {
        assertThat(RunSummary.of(text)).isEqualTo(text);
    }

    @Test
    void ofALongTextTheBeginningIsShown() {
        assertThat(RunSummary.of("a".repeat(160))).isEqualTo("a".repeat(160));
        assertThat(RunSummary.of("a".repeat(161))).isEqualTo("a".repeat(157) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "注", "😀", "a注", "a😀"})
    void noneTakesMoreThanTheServerAndNoneEndsInHalfACharacter(String part) {
        var summary = RunSummary.of(part.repeat(120));
        assertThat(summary.getBytes(UTF_8)).hasSizeBetween(155, 160);
        assertThat(summary).endsWith("…").doesNotContain("?");
        assertThat(new String(summary.getBytes(UTF_8), UTF_8)).isEqualTo(summary);
    }
}
