package dev.kassa.checkout.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class FingerprintTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"a\":1,\"b\":[1,2]} | {\"b\" : [1, 2],  \"a\":1}",
                "{\"a\":{\"x\":1,\"y\":2}} | {\"a\":{\"y\":2,\"x\":1}}",
                "1.50 | 15e-1",
                "100 | 1e2",
                "\"A\" | \"\\u0041\""
            })
    void equalJsonHasOneFingerprint(String one, String other) {
        assertThat(of(one)).isEqualTo(of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"a\":1} | {\"a\":\"1\"}",
                "[1,2] | [2,1]",
                "{} | {\"a\":null}",
                "[\"a\",\"b\"] | [\"a\\\",1:\\\"b\"]",
                "[[],[]] | [[[]]]",
                "true | \"true\"",
                "{\"a\":1} | {\"A\":1}",
                "1 | 1.0000001"
            })
    void differentJsonHasAnother(String one, String other) {
        assertThat(of(one)).isNotEqualTo(of(other));
    }

    @Test
    void aHugeExponentCostsNothing() {
        assertThat(of("1e999999999")).isNotEqualTo(of("1e999999998"));
    }

    private static Fingerprint of(String json) {
        return Fingerprint.of(JSON.readTree(json));
    }
}
