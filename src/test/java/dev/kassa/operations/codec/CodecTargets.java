package dev.kassa.operations.codec;

import static dev.kassa.fuzz.Target.must;
import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.protobuf.ByteString;
import dev.kassa.fuzz.Target;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadEncryption;
import io.temporal.api.common.v1.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The codec endpoint's bodies. */
public final class CodecTargets {
    private CodecTargets() {}

    public static List<Target> all() {
        return List.of(new Decode());
    }

    private static final class Decode implements Target {
        private final PayloadEncryption encryption = new PayloadEncryption(new KeyRing(List.of(
                new EncryptionKey("fuzz", "a sample key of 32 bytes, fuzzy!".getBytes(StandardCharsets.US_ASCII)))));
        private final Decoding decoding = new Decoding(encryption);

        @Override
        public String name() {
            return "codec";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    body("{\"reference\":\"order-1\",\"customer_token\":\"" + SECRET + "\",\"amount\":1.50}"),
                    body("{\"beyond every range\":1E+2147483648}"),
                    body("{\"body\":\"{\\\"payment_token\\\":\\\"" + SECRET + "\\\"}\"}"),
                    "{\"payloads\":[{\"metadata\":{\"encoding\":\"anNvbi9wbGFpbg==\"},\"data\":\"e30\"},{}]}"
                            .getBytes(UTF_8));
        }

        private byte[] body(String json) {
            var plain = Payload.newBuilder()
                    .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                    .setData(ByteString.copyFromUtf8(json))
                    .build();
            return Payloads.body(encryption.encode(List.of(plain)).stream()
                    .map(payload -> (JsonNode) Payloads.write(payload))
                    .toList());
        }

        @Override
        public String take(byte[] input) {
            // Each altered payload is a line in the log.
            var log = (Logger) LoggerFactory.getLogger(Decoding.class);
            var before = log.getLevel();
            log.setLevel(Level.OFF);
            try {
                var payloads = Payloads.in(input);
                var answer = new StringBuilder();
                for (var view : View.values()) {
                    var decoded = decoding.decode(payloads, view);
                    must(decoded.size() == payloads.size(), "another number of payloads");
                    must(!new String(Payloads.body(decoded), UTF_8).contains(SECRET), "a token is shown");
                    answer.append(decoded.equals(payloads) ? '=' : '!');
                }
                var again = Payloads.in(Payloads.body(payloads));
                must(again.equals(payloads), "printed and read again, and not the same");
                return answer + " " + Math.min(payloads.size(), 20);
            } catch (UnreadableException unreadable) {
                return "unreadable";
            } finally {
                log.setLevel(before);
            }
        }
    }
}
