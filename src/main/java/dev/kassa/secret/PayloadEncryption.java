package dev.kassa.secret;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kassa.secret.EncryptionKey.Use;
import dev.kassa.secret.KeyRing.DerivedKeys;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.HasWorkflowSerializationContext;
import io.temporal.payload.context.SerializationContext;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts every payload that goes to Temporal, by AES-256-GCM, and binds it to its namespace and workflow.
 *
 * <p>Both stand readable in the metadata and are associated data besides: a decode endpoint, which is told neither,
 * reads them there, and a worker refuses a payload that was copied from another workflow. Payloads that are not
 * encrypted pass unchanged, because operators send such (contract, section 5). Thread-safe.
 */
public final class PayloadEncryption implements PayloadCodec {
    static final String KEY_ID = "encryption-key-id";
    static final String NAMESPACE = "encryption-namespace";
    static final String WORKFLOW_ID = "encryption-workflow-id";
    static final ByteString ENCODING = ByteString.copyFromUtf8("binary/encrypted");

    private static final String LABEL = "kassa payload v1";

    /** What Temporal adds to the workflow id of a schedule's action: the SDK encrypts for the id without it. */
    private static final Pattern SCHEDULED_AT = Pattern.compile("-\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private final DerivedKeys keys;
    private final @Nullable String namespace;
    private final @Nullable String workflowId;

    /** Encryption by the first key of the ring, decryption by all, not yet bound to a workflow. */
    public PayloadEncryption(KeyRing ring) {
        this(ring.derive(Use.PAYLOADS), null, null);
    }

    private PayloadEncryption(DerivedKeys keys, @Nullable String namespace, @Nullable String workflowId) {
        this.keys = keys;
        this.namespace = namespace;
        this.workflowId = workflowId;
    }

    /** The same, bound to the workflow of the context. */
    @Override
    public PayloadCodec withContext(SerializationContext context) {
        return context instanceof HasWorkflowSerializationContext workflow
                ? new PayloadEncryption(keys, known(workflow.getNamespace()), known(workflow.getWorkflowId()))
                : this;
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encrypt).toList();
    }

    /**
     * The payloads in the clear.
     *
     * @throws UndecryptableException if a key is missing, a payload was altered, or is one of another workflow
     */
    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream()
                .map(payload -> isEncrypted(payload) ? decrypt(payload) : payload)
                .toList();
    }

    private Payload encrypt(Payload plain) {
        Payload.Builder encrypted = Payload.newBuilder()
                .putMetadata(EncodingKeys.METADATA_ENCODING_KEY, ENCODING)
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(keys.currentId()));
        if (namespace != null) {
            encrypted.putMetadata(NAMESPACE, ByteString.copyFromUtf8(namespace));
        }
        if (workflowId != null) {
            encrypted.putMetadata(WORKFLOW_ID, ByteString.copyFromUtf8(workflowId));
        }
        byte[] data = AesGcm.encrypt(keys.current(), plain.toByteArray(), associated(encrypted.build()));
        return encrypted.setData(ByteString.copyFrom(data)).build();
    }

    private Payload decrypt(Payload encrypted) {
        ByteString keyId = metadata(encrypted, KEY_ID);
        if (keyId == null) {
            throw new UndecryptableException("An encrypted payload names no key.");
        }
        var key = keys.byId(keyId.toStringUtf8());
        refuseForeign(encrypted);
        try {
            byte[] data = encrypted.getData().toByteArray();
            return Payload.parseFrom(AesGcm.decrypt(key, data, associated(encrypted)));
        } catch (AesGcm.AlteredException | InvalidProtocolBufferException _) {
            throw new UndecryptableException(
                    "A payload encrypted with key '%s' was altered.".formatted(keyId.toStringUtf8()));
        }
    }

    /** Refuses what another workflow's history was copied from; a context that knows an id only is checked for that. */
    private void refuseForeign(Payload encrypted) {
        if (namespace != null && !ByteString.copyFromUtf8(namespace).equals(metadata(encrypted, NAMESPACE))) {
            throw new UndecryptableException("A payload in namespace '%s' is one of another.".formatted(namespace));
        }
        if (workflowId != null && !isOf(workflowId, metadata(encrypted, WORKFLOW_ID))) {
            throw new UndecryptableException("A payload in workflow '%s' is one of another.".formatted(workflowId));
        }
    }

    private static boolean isOf(String workflowId, @Nullable ByteString boundTo) {
        if (boundTo == null) {
            return false;
        }
        String id = boundTo.toStringUtf8();
        return workflowId.equals(id)
                || (workflowId.startsWith(id)
                        && SCHEDULED_AT
                                .matcher(workflowId.substring(id.length()))
                                .matches());
    }

    /** With a key's id but another encoding it was encrypted too, and somebody altered the encoding. */
    private static boolean isEncrypted(Payload payload) {
        return ENCODING.equals(metadata(payload, EncodingKeys.METADATA_ENCODING_KEY))
                || payload.containsMetadata(KEY_ID);
    }

    /** The metadata's own bytes, not their text, so that no two different ones are taken for the same. */
    private static byte[] associated(Payload payload) {
        return Fields.of(LABEL)
                .and(metadata(payload, EncodingKeys.METADATA_ENCODING_KEY))
                .and(metadata(payload, KEY_ID))
                .and(metadata(payload, NAMESPACE))
                .and(metadata(payload, WORKFLOW_ID))
                .bytes();
    }

    private static @Nullable ByteString metadata(Payload payload, String key) {
        return payload.getMetadataMap().get(key);
    }

    /** Absent and empty alike: the SDK's own client reads a memo with an empty namespace. */
    private static @Nullable String known(@Nullable String name) {
        return name == null || name.isEmpty() ? null : name;
    }
}
