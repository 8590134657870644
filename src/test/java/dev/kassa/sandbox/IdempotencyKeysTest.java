package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @Test
    void aKeyIsReplayedForADayAndThenForgotten() {
        Partner.Heard first = partner.authorize(Partner.firstBody(), "k");
        sandbox.advance(Duration.ofHours(23));
        assertThat(partner.authorize(Partner.firstBody(), "k").json()).isEqualTo(first.json());

        sandbox.advance(Duration.ofHours(2));

        assertThat(partner.authorize(Partner.firstBody(), "k").json()).isNotEqualTo(first.json());
        assertThat(sandbox.judgement().keysPast24Hours()).containsExactly("k");
    }

    @Test
    void aTimestampThatWasGoodIsStillReplayed() {
        String body = Partner.firstBody(
                "chk_1-1",
                "\"interaction_expiry\":{\"timestamp\":\"" + sandbox.now().plus(Duration.ofMinutes(20)) + "\"}");
        Partner.Heard first = partner.authorize(body, "k");
        sandbox.advance(Duration.ofMinutes(10));

        assertThat(partner.authorize(body, "k").json()).isEqualTo(first.json());
    }

    @Test
    void aKeyWithAnotherBodyConflicts() {
        partner.authorize(Partner.firstBody(), "k");

        Partner.Heard heard = partner.authorize(Partner.firstBody().replace("ORD-42", "ORD-43"), "k");

        assertThat(heard.status()).isEqualTo(409);
        assertThat(heard.text("/error_code")).isEqualTo("RESOURCE_CONFLICT");
        assertThat(sandbox.judgement().keysWithTwoBodies()).containsExactly("k");
        assertThat(sandbox.paymentRequests()).hasSize(1);
    }
}
