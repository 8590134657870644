package dev.kassa.checkout.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,]",
                "{\"a\":1} {}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":1,\"a\":2}",
                "{\"b\":{\"a\":1,\"a\":2}}",
                "[{\"\\udc00\":1}]",
                "{\"a\":1e99999999999}"
            })
    void whatIsNoJsonIsRefused(String body) {
        var invalid = catchThrowableOfType(
                InvalidRequestException.class, () -> ApiJson.read(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(invalid.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("JSON"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0, 0xED, 0xFF})
    void onlyUtf8IsRead(int first) {
        var body = new byte[] {'{', '"', 'a', '"', ':', '"', (byte) first, (byte) 0xAF, (byte) 0x80, '"', '}'};
        var invalid = catchThrowableOfType(InvalidRequestException.class, () -> ApiJson.read(body));
        assertThat(invalid.faults().getFirst().detail()).contains("UTF-8");
        assertThat(catchThrowableOfType(
                        InvalidRequestException.class, () -> ApiJson.read("{}".getBytes(StandardCharsets.UTF_16))))
                .isNotNull();
    }

    @Test
    void aByteOrderMarkDoesNoHarm() {
        assertThat(ApiJson.read("\ufeff{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                        .get("a")
                        .intValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{\"a\":NaN}", "{\"a\":+1}", "{/**/}"})
    void aCallerIsToldNothingOfOurParser(String body) {
        var invalid = catchThrowableOfType(
                InvalidRequestException.class, () -> ApiJson.read(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(invalid.faults().getFirst().detail())
                .contains("(line 1, column ")
                .doesNotContain("`", "Feature", "Source");
    }

    @Test
    void whatAWorkerCouldNotReadIsRefused() {
        var deep = "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}";
        var invalid = catchThrowableOfType(
                InvalidRequestException.class, () -> ApiJson.read(deep.getBytes(StandardCharsets.UTF_8)));
        assertThat(invalid).isNotNull();
    }
}
