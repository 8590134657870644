package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnKeyTest {
    private final ReturnKey returnKey = new ReturnKey(TestKeys.ring("k1"));

    @Test
    void theKeyFitsItsOwnCheckoutAndAttemptOnly() {
        String k = returnKey.of("chk_1", 2);

        assertThat(returnKey.fits(k, "chk_1", 2)).isTrue();
        assertThat(returnKey.fits(k, "chk_1", 1)).isFalse();
        assertThat(returnKey.fits(k, "chk_2", 2)).isFalse();
        assertThat(returnKey.fits(k, "chk_", 12)).isFalse();
    }

    @Test
    void theKeyHas128BitsAndIsSafeInAUrl() {
        assertThat(returnKey.of("chk_1", 1)).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void theKeyIsTheSameEachTimeSoThatARetryIsUnchanged() {
        assertThat(returnKey.of("chk_1", 1)).isEqualTo(new ReturnKey(TestKeys.ring("k1")).of("chk_1", 1));
    }

    @Test
    void anyAlteredKeyIsRefused() {
        String k = returnKey.of("chk_1", 1);
        for (int i = 0; i < k.length(); i++) {
            String altered = k.substring(0, i) + (k.charAt(i) == 'A' ? 'B' : 'A') + k.substring(i + 1);
            assertThat(returnKey.fits(altered, "chk_1", 1)).isFalse();
        }
        for (String wrong : List.of("", k + "A", k.substring(1), "§")) {
            assertThat(returnKey.fits(wrong, "chk_1", 1)).isFalse();
        }
    }

    @Test
    void aKeyOutlivesTheRotationOfKeys() {
        ReturnKey rotated = new ReturnKey(TestKeys.ring("k2", "k1"));

        assertThat(rotated.fits(returnKey.of("chk_1", 1), "chk_1", 1)).isTrue();
        assertThat(returnKey.fits(rotated.of("chk_1", 1), "chk_1", 1)).isFalse();
    }
}
