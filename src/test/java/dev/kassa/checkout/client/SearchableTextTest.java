package dev.kassa.checkout.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchableTextTest {
    @Test
    void aReferenceOfAnyLengthInOrdinaryLettersStaysWhole() {
        assertThat(SearchableText.of("x".repeat(255))).hasSize(255);
        assertThat(SearchableText.of("\u5e97".repeat(255))).hasSize(255);
    }

    @Test
    void aReferenceOfEmojiIsCutBetweenTwoOfThem() {
        var cut = SearchableText.of("\uD83D\uDED2".repeat(255));

        assertThat(cut.codePointCount(0, cut.length())).isEqualTo(166);
        assertThat(cut).isEqualTo("\uD83D\uDED2".repeat(166));
    }
}
