package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class TokenSealTest {
    private static final String TOKEN = "krn:network:eu1:test:session-token:eyJ.demo.sig";
    private static final String REQUEST = "krn:payment:eu1:request:0d9c";

    private final TokenSeal seal = new TokenSeal(TestKeys.ring("k.1"));

    @Test
    void aSealedTokenOpensForItsPaymentRequest() {
        assertThat(seal.open(seal.seal(TOKEN, REQUEST), REQUEST)).isEqualTo(TOKEN);
    }

    @Test
    void theSealShowsItsKeyAndNothingOfTheToken() {
        assertThat(seal.seal(TOKEN, REQUEST))
                .matches("v1\\.k\\.1\\.[A-Za-z0-9_-]+")
                .doesNotContain(TOKEN);
    }

    @Test
    void sealingTwiceGivesTwoSeals() {
        assertThat(seal.seal(TOKEN, REQUEST)).isNotEqualTo(seal.seal(TOKEN, REQUEST));
    }

    @Test
    void aTokenOfAnotherPaymentRequestIsRefused() {
        refused(seal.seal(TOKEN, REQUEST), REQUEST + "0")
                .withMessage("A token sealed with key 'k.1' was altered or belongs to something else.");
    }

    @Test
    void aSealWithAnyCharacterAlteredIsRefused() {
        String sealed = seal.seal(TOKEN, REQUEST);
        int last = sealed.length() - 1; // Half of its bits stand for nothing.
        for (int i = 0; i < last; i++) {
            String altered = sealed.substring(0, i) + (sealed.charAt(i) == 'A' ? 'B' : 'A') + sealed.substring(i + 1);
            refused(altered, REQUEST);
        }
    }

    @Test
    void whatIsNoSealIsRefused() {
        String sealed = seal.seal(TOKEN, REQUEST);
        for (String text : List.of("", ".", "..", "v1", "v1..", "v1.k.1.", TOKEN, "v2" + sealed.substring(2))) {
            refused(text, REQUEST);
        }
    }

    @Test
    void aSealOutlivesTheRotationOfKeys() {
        String sealed = seal.seal(TOKEN, REQUEST);
        TokenSeal rotated = new TokenSeal(TestKeys.ring("k2", "k.1"));

        assertThat(rotated.open(sealed, REQUEST)).isEqualTo(TOKEN);
        assertThat(rotated.seal(TOKEN, REQUEST)).startsWith("v1.k2.");
    }

    @Test
    void aSealOfAKeyThatIsGoneNamesTheKeyOnly() {
        String sealed = seal.seal(TOKEN, REQUEST);

        assertThatExceptionOfType(UndecryptableException.class)
                .isThrownBy(() -> new TokenSeal(TestKeys.ring("k2")).open(sealed, REQUEST))
                .withMessage("Encrypted with key 'k.1', which is not in the key ring [k2].");
    }

    private ThrowableAssertAlternative<UndecryptableException> refused(String sealed, String boundTo) {
        return assertThatExceptionOfType(UndecryptableException.class)
                .isThrownBy(() -> seal.open(sealed, boundTo))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("session-token"))
                .withNoCause();
    }
}
