package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInKeyTest {
    private static final Instant UNTIL = Instant.parse("2026-11-21T18:00:00Z");

    private final SignInKey key = new SignInKey(TestKeys.ring("k2", "k1"));

    @Test
    void aProofCountsForItsOwnerAndItsEndOnly() {
        var proof = key.of("operator", UNTIL);
        assertThat(key.fits(proof, "operator", UNTIL)).isTrue();
        assertThat(key.fits(proof, "officer", UNTIL)).isFalse();
        assertThat(key.fits(proof, "operator", UNTIL.plusSeconds(1))).isFalse();
        assertThat(key.fits(proof.substring(1), "operator", UNTIL)).isFalse();
    }

    @Test
    void itOutlivesARotationAndNotItsKey() {
        var proof = new SignInKey(TestKeys.ring("k1")).of("operator", UNTIL);
        assertThat(key.fits(proof, "operator", UNTIL)).isTrue();
        assertThat(new SignInKey(TestKeys.ring("k2")).fits(proof, "operator", UNTIL))
                .isFalse();
    }
}
