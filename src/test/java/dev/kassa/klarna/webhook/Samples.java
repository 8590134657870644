package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.kassa.klarna.PartnerAccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;

/** Klarna's completed event as a sample of 912 bytes, invented data under exact names, and what goes with it. */
final class Samples {
    static final String KEY_ID = "krn:partner:global:notification:signing-key:1";
    static final String OTHER_KEY_ID = "krn:partner:global:notification:signing-key:2";
    static final SigningKeys KEYS =
            SigningKeys.of(Map.of(KEY_ID, "demo-signing-key-not-a-secret", OTHER_KEY_ID, "another-key"));
    /** Of the sample as it lies in the file (klarna.md, section 7). */
    static final String SIGNATURE = "53565087114c949cc12cf9bb6474793b50284cd377686d083895680fa543b5b1";
    /** Of the sample and one newline (klarna.md, section 7). */
    static final String SIGNATURE_WITH_NEWLINE = "afc14b60d5fc0b7520af61c71839be9998bba097f6f4d04c9080a150751a3b37";

    static final PartnerAccountId MERCHANT = new PartnerAccountId("krn:partner:global:account:test:SUBPART1");
    static final PartnerAccountId US = new PartnerAccountId("krn:partner:global:account:test:ACQPART1");

    private Samples() {}

    static byte[] completed() {
        try (var in = requireNonNull(Samples.class.getResourceAsStream("/samples/webhook-completed.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String completedText() {
        return new String(completed(), UTF_8);
    }

    static String sign(byte[] body) {
        return HexFormat.of().formatHex(requireNonNull(KEYS.sign(KEY_ID, body)));
    }

    static WebhookVerifier verifier() {
        return new WebhookVerifier(KEYS, Environment.TEST, US, MERCHANT::equals);
    }
}
