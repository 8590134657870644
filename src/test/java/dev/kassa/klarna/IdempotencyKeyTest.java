package dev.kassa.klarna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys must be the same for ever: these were computed by another language's implementation of RFC 9562. */
class IdempotencyKeyTest {
    @ParameterizedTest
    @CsvSource({
        "a, 88bc893e-86e2-5539-af4b-ccf16627abc9",
        "order-1 authorize 1, b1b376a6-45cf-5d55-a3cf-8c69398e8918",
        "größe, 0c6f37e4-5300-5770-b7b2-ac8f5905c956",
    })
    void aNameHasTheKeyThatAnyUuidV5OfItHas(String name, String key) {
        assertThat(IdempotencyKey.of(name).value()).isEqualTo(key);
    }

    @Test
    void everyKeyIsAUuidOfVersion5() {
        for (int i = 0; i < 200; i++) {
            var uuid = UUID.fromString(IdempotencyKey.of("name " + i).value());

            assertThat(uuid.version()).isEqualTo(5);
            assertThat(uuid.variant()).isEqualTo(2);
        }
    }

    @Test
    void aKeyHasOneTo255Characters() {
        assertThat(new IdempotencyKey("k".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> new IdempotencyKey("k".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdempotencyKey(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
