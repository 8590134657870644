package dev.kassa.klarna.webhook;

import static dev.kassa.fuzz.Target.must;
import static dev.kassa.fuzz.Target.tellsNoSecret;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.fuzz.Target;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.webhook.Verification.Rejected;
import dev.kassa.klarna.webhook.Verification.Verified;
import java.util.Arrays;
import java.util.List;

/** Klarna's notifications. */
public final class WebhookTargets {
    private WebhookTargets() {}

    public static List<Target> all() {
        return List.of(new SignedEvent(), new Headers(), new References());
    }

    private static byte[] sample() {
        return Samples.completedText()
                .replaceAll("(\"(?:payment_token|klarna_network_session_token)\":\")[^\"]*", "$1" + Target.SECRET)
                .getBytes(UTF_8);
    }

    /** Whatever Klarna may sign, and the same bytes under the signature of others. */
    private static final class SignedEvent implements Target {
        private final WebhookVerifier verifier = Samples.verifier();
        private final byte[] genuine = sample();
        private final String signature = Samples.sign(genuine);

        @Override
        public String name() {
            return "webhook";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(genuine, Samples.completed());
        }

        @Override
        public String take(byte[] input) {
            var asGenuine = verifier.verify(input, signature, Samples.KEY_ID);
            must(
                    asGenuine instanceof Verified == Arrays.equals(input, genuine),
                    "a changed body is accepted under the old signature");
            var verdict = verifier.verify(input, Samples.sign(input), Samples.KEY_ID);
            must(
                    verdict.equals(verifier.verify(input, Samples.sign(input), Samples.KEY_ID)),
                    "read twice, and not the same");
            return switch (verdict) {
                case Rejected(var why) -> why.name();
                case Verified(var event) -> {
                    if (!String.valueOf(event.paymentRequestReference()).contains(SECRET)) {
                        tellsNoSecret(event.toString());
                    }
                    tellsNoSecret(String.valueOf(event.paymentToken()));
                    yield event.kind() + " " + (event.paymentToken() == null)
                            + (event.paymentRequestId() == null) + (event.paymentRequestReference() == null)
                            + (event.paymentTransactionId() == null);
                }
            };
        }
    }

    /** Signature, a line end, key id: with a genuine body. */
    private static final class Headers implements Target {
        private final WebhookVerifier verifier = Samples.verifier();

        @Override
        public String name() {
            return "webhook-headers";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of((Samples.SIGNATURE + "\n" + Samples.KEY_ID).getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            var parts = new String(input, UTF_8).split("\n", -1);
            var signature = parts[0];
            var keyId = parts.length > 1 ? parts[1] : null;
            var unread = verifier.refuseUnread(912, signature, keyId);
            var verdict = verifier.verify(Samples.completed(), signature, keyId);
            must(
                    verdict instanceof Verified
                            == (signature.equals(Samples.SIGNATURE) && Samples.KEY_ID.equals(keyId)),
                    "accepted, and not as Klarna signed it");
            must(unread == null || verdict instanceof Rejected, "refused unread, and accepted when read");
            return verdict instanceof Rejected(var why)
                    ? why + " " + (unread == null) + verifier.tagOf(keyId)
                    : "accepted";
        }
    }

    /** Our own names, as they come back in events. */
    private static final class References implements Target {
        @Override
        public String name() {
            return "references";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    "chk_0123456789abcdefghijklmnopqrst-birth1-1-tx".getBytes(UTF_8),
                    "chk_0123456789abcdefghijklmnopqrst-birth1-12".getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            var text = new String(input, UTF_8);
            if (text.isBlank()) {
                return "blank";
            }
            var request = AttemptReferences.of(new PaymentRequestReference(text));
            var transaction = AttemptReferences.of(new PaymentTransactionReference(text));
            request.ifPresent(one -> must(one.paymentRequestReference().value().equals(text), "printed differently"));
            transaction.ifPresent(
                    one -> must(one.paymentTransactionReference().value().equals(text), "printed differently"));
            return request.map(one -> "request " + Math.min(one.attempt(), 20)).orElse("-")
                    + transaction
                            .map(one -> "transaction " + one.birth().length())
                            .orElse("-")
                    + text.length() / 16;
        }
    }
}
