package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kassa.secret.EncryptionKey.Use;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    @Test
    void theFirstConfiguredKeyEncrypts() {
        KeyRing ring = KeyRing.of(List.of(TestKeys.entry("k2", 32), TestKeys.entry("k1", 32)));

        assertThat(ring.ids()).containsExactly("k2", "k1");
        assertThat(ring.derive(Use.PAYLOADS).currentId()).isEqualTo("k2");
    }

    @Test
    void anEmptyRingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(List.of()))
                .withMessage("There is no encryption key; at least one is needed.");
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestKeys.ring("k1", "k2", "k1"))
                .withMessage("Two encryption keys have the id 'k1'.");
    }

    @Test
    void aKeyThatIsNot32BytesLongIsRefused() {
        for (int length : new int[] {16, 31}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyRing.of(List.of(TestKeys.entry("k1", length))))
                    .withMessage("Encryption key 'k1' has %d bytes instead of 32.", length);
        }
    }

    @Test
    void aKeyWithoutAnIdIsRefusedByItsPlace() {
        for (String id : Arrays.asList(null, "", "  ")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> KeyRing.of(List.of(TestKeys.entry("k1", 32), new KeyRing.Entry(id, Secret.of("x")))))
                    .withMessage("Encryption key number 2 has no id.");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new EncryptionKey(" ", TestKeys.bytes("k1")));
    }

    @Test
    void anIdWithoutAKeyIsRefusedByItsPlace() {
        for (Secret key : Arrays.asList(null, Secret.of(" "))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyRing.of(List.of(new KeyRing.Entry("k1", key))))
                    .withMessage("Encryption key number 1 has an id but no key.");
        }
    }

    @Test
    void anIdOfOddCharactersIsRefused() {
        for (String id : List.of("k 1", "k\n1", "schlüssel", "k".repeat(65))) {
            assertThatIllegalArgumentException().isThrownBy(() -> TestKeys.key(id));
        }
    }

    @Test
    void aKeyThatIsNotBase64IsRefusedWithoutBeingShown() {
        String key = "not§base64§at§all";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(List.of(new KeyRing.Entry("k1", Secret.of(key)))))
                .withMessage("Encryption key 'k1' is not base64.")
                .withNoCause();
    }

    @Test
    void nothingOfAKeyIsInItsText() {
        KeyRing.Entry entry = TestKeys.entry("k1", 32);

        assertThat(entry.toString()).isEqualTo("Entry[id=k1, key=***]");
        assertThat(TestKeys.key("k1").toString()).isEqualTo("EncryptionKey[id=k1, key=***]");
        assertThat(TestKeys.ring("k1", "k2").toString()).isEqualTo("KeyRing[k1, k2]");
    }

    @Test
    void theKeyIsCopiedSoThatItsArrayMayBeWiped() {
        byte[] bytes = TestKeys.bytes("k1");
        EncryptionKey key = new EncryptionKey("k1", bytes);
        Arrays.fill(bytes, (byte) 0);

        assertThat(key.derive(Use.PAYLOADS)).isEqualTo(TestKeys.key("k1").derive(Use.PAYLOADS));
    }

    @Test
    void eachUseHasAKeyOfItsOwn() {
        List<byte[]> derived = Stream.of(Use.values())
                .map(use -> TestKeys.key("k1").derive(use).getEncoded())
                .toList();

        assertThat(derived).hasSameSizeAs(Use.values()).doesNotHaveDuplicates().doesNotContain(TestKeys.bytes("k1"));
        assertThat(derived).allSatisfy(key -> assertThat(key).hasSize(32));
    }
}
