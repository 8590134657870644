package dev.kassa.operations.codec;

import com.google.protobuf.ByteString;
import dev.kassa.secret.PayloadEncryption;
import dev.kassa.secret.PayloadJson;
import dev.kassa.secret.UndecryptableException;
import io.temporal.api.common.v1.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decodes the payloads of a request, as far as a view goes. */
final class Decoding {
    private static final Logger log = LoggerFactory.getLogger(Decoding.class);
    private static final JsonMapper JSON = PayloadJson.mapper();

    private static final String ENCODING = "encoding";
    private static final String MESSAGE_TYPE = "messageType";
    /** What the SDK itself says of a workflow: its handlers, its current details, its stack. */
    private static final String SDK_MESSAGES = "temporal.api.sdk.";

    private final PayloadEncryption encryption;

    /** A field that is a token, up to its value; JSON that is a text within JSON has its quotes escaped. */
    private static final Pattern TOKEN = Pattern.compile(
            "(\\\\*\"(?:customer_token|payment_token|klarna_network_session_token)\\\\*\":\\\\*\")[^\"\\\\]+");

    /** By an encryption that is bound to no workflow: each payload says in its metadata to which it belongs. */
    Decoding(PayloadEncryption encryption) {
        this.encryption = encryption;
    }

    /**
     * The same number in the same order: decrypted and, by the view, masked; tokens in neither. Plain ones come back
     * unchanged, as they are what somebody wrote in the UI; and so do those that cannot be decrypted, because the page has
     * others on it.
     */
    List<JsonNode> decode(List<JsonNode> payloads, View view) throws UnreadableException {
        var decoded = new ArrayList<JsonNode>();
        for (var json : payloads) {
            decoded.add(decode(json, view));
        }
        return decoded;
    }

    private JsonNode decode(JsonNode json, View view) throws UnreadableException {
        var payload = Payloads.read(json);
        try {
            var plain = encryption.decode(List.of(payload)).getFirst();
            if (plain.equals(payload)) {
                return json;
            }
            return switch (view) {
                case FULL -> Payloads.write(withoutTokens(plain));
                case MASKED -> Payloads.write(masked(plain));
            };
        } catch (UndecryptableException wrong) {
            log.warn("A payload is handed back encrypted. {}", wrong.getMessage());
            return json;
        }
    }

    /** Customers are shown, but nobody is shown what can be charged: not in a notification's body either. */
    private static Payload withoutTokens(Payload plain) {
        var text = plain.getData().toStringUtf8();
        var hidden = TOKEN.matcher(text).replaceAll("$1***");
        return hidden.equals(text)
                ? plain
                : plain.toBuilder().setData(ByteString.copyFromUtf8(hidden)).build();
    }

    private static Payload masked(Payload plain) {
        var encoding = text(plain, ENCODING);
        if (encoding.equals("binary/null") || text(plain, MESSAGE_TYPE).startsWith(SDK_MESSAGES)) {
            return plain;
        }
        if (encoding.equals("json/plain")) {
            try {
                var masked = Mask.over(JSON.readTree(plain.getData().toByteArray()));
                return plain.toBuilder()
                        .setData(ByteString.copyFrom(JSON.writeValueAsBytes(masked)))
                        .build();
            } catch (JacksonException | ArithmeticException | NumberFormatException _) {
                return hidden(plain);
            }
        }
        return hidden(plain);
    }

    /** Nobody knows what is in there, so it is not shown. */
    private static Payload hidden(Payload plain) {
        var note = "*** (%d bytes)".formatted(plain.getData().size());
        return Payload.newBuilder()
                .putMetadata(ENCODING, ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFrom(JSON.writeValueAsBytes(note)))
                .build();
    }

    private static String text(Payload payload, String key) {
        return payload.getMetadataMap().getOrDefault(key, ByteString.EMPTY).toStringUtf8();
    }
}
