package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.ActivitySerializationContext;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class PayloadEncryptionTest {
    private static final Payload PLAIN =
            DefaultDataConverter.STANDARD_INSTANCE.toPayload("Ada Lovelace").orElseThrow();

    private final PayloadEncryption endpoint = new PayloadEncryption(TestKeys.ring("k1"));
    private final PayloadCodec worker = in(endpoint, "default", "chk_1");

    @Test
    void aPayloadComesBackAsItWas() {
        List<Payload> payloads = List.of(PLAIN, Payload.getDefaultInstance());

        assertThat(worker.decode(worker.encode(payloads))).isEqualTo(payloads);
    }

    @Test
    void everyPayloadIsEncryptedAndSaysByWhichKeyAndForWhichWorkflow() {
        Payload encrypted = encrypted(worker);

        assertThat(encrypted.getMetadataMap())
                .containsOnly(
                        text("encoding", "binary/encrypted"),
                        text("encryption-key-id", "k1"),
                        text("encryption-namespace", "default"),
                        text("encryption-workflow-id", "chk_1"));
        assertThat(encrypted.getData().toStringUtf8()).doesNotContain("Ada").doesNotContain("json");
    }

    @Test
    void theSamePayloadIsNeverEncryptedTheSameWay() {
        assertThat(encrypted(worker)).isNotEqualTo(encrypted(worker));
    }

    @Test
    void payloadsThatAreNotEncryptedPassUnchanged() {
        assertThat(worker.decode(List.of(PLAIN))).containsExactly(PLAIN);
        assertThat(endpoint.decode(List.of(PLAIN))).containsExactly(PLAIN);
    }

    @Test
    void aDecodeEndpointReadsNamespaceAndWorkflowFromTheMetadata() {
        assertThat(endpoint.decode(List.of(encrypted(worker)))).containsExactly(PLAIN);
    }

    @Test
    void anActivityReadsWhatItsWorkflowWrote() {
        PayloadCodec activity = endpoint.withContext(
                new ActivitySerializationContext("default", "chk_1", "CheckoutWorkflow", "Read", "kassa", false));

        assertThat(activity.decode(List.of(encrypted(worker)))).containsExactly(PLAIN);
    }

    @Test
    void aPayloadCopiedFromAnotherWorkflowIsRefused() {
        Payload foreign = encrypted(in(endpoint, "default", "chk_2"));

        refused(worker, foreign).withMessage("A payload in workflow 'chk_1' is one of another.");
    }

    @Test
    void aPayloadCopiedFromAnotherNamespaceIsRefused() {
        Payload foreign = encrypted(in(endpoint, "test", "chk_1"));

        refused(worker, foreign).withMessage("A payload in namespace 'default' is one of another.");
    }

    @Test
    void aPayloadOfNoWorkflowIsRefusedByAWorkflow() {
        Payload unbound = encrypted(endpoint);

        assertThat(endpoint.decode(List.of(unbound))).containsExactly(PLAIN);
        refused(worker, unbound);
    }

    @Test
    void aScheduledRunReadsWhatItsScheduleWasGiven() {
        Payload scheduled = encrypted(in(endpoint, "default", "kassa-reconciler"));

        assertThat(in(endpoint, "default", "kassa-reconciler-2026-03-02T09:00:00Z")
                        .decode(List.of(scheduled)))
                .containsExactly(PLAIN);
        refused(in(endpoint, "default", "kassa-reconciler-2"), scheduled);
        refused(in(endpoint, "default", "x-kassa-reconciler-2026-03-02T09:00:00Z"), scheduled);
    }

    @Test
    void whereTheSdkKnowsNoNamespaceTheWorkflowAloneIsChecked() {
        assertThat(in(endpoint, "", "chk_1").decode(List.of(encrypted(worker)))).containsExactly(PLAIN);
        refused(in(endpoint, "", "chk_2"), encrypted(worker));
    }

    @Test
    void aPayloadWithAnyBitAlteredIsRefused() {
        Payload encrypted = encrypted(worker);
        byte[] data = encrypted.getData().toByteArray();
        for (int bit = 0; bit < data.length * 8; bit++) {
            byte[] altered = data.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            refused(worker, with(encrypted, altered)).withMessage("A payload encrypted with key 'k1' was altered.");
        }
    }

    @Test
    void aPayloadCutAnywhereIsRefused() {
        Payload encrypted = encrypted(worker);
        for (int length = 0; length < encrypted.getData().size(); length++) {
            refused(
                    worker,
                    with(encrypted, encrypted.getData().substring(0, length).toByteArray()));
        }
    }

    @Test
    void aPayloadWithAnyMetadataAlteredIsRefusedByWorkerAndEndpoint() {
        PayloadEncryption twoKeys = new PayloadEncryption(TestKeys.ring("k1", "k2"));
        Payload encrypted = encrypted(worker);
        for (String field : encrypted.getMetadataMap().keySet()) {
            for (String value : List.of("", "k2", "json/plain", "chk_2", "CHK_1", "default ")) {
                Payload altered = encrypted.toBuilder()
                        .putMetadata(field, ByteString.copyFromUtf8(value))
                        .build();
                refused(twoKeys, altered);
                refused(in(twoKeys, "default", "chk_1"), altered);
            }
            Payload without = encrypted.toBuilder().removeMetadata(field).build();
            if (!field.equals("encoding")) {
                refused(twoKeys, without);
            }
            refused(in(twoKeys, "default", "chk_1"), without.toBuilder().build());
        }
    }

    @Test
    void whereOneFieldEndsAndTheNextBeginsCannotBeMoved() {
        Payload encrypted = encrypted(in(endpoint, "ab", "c"));
        Payload moved = encrypted.toBuilder()
                .putMetadata("encryption-namespace", ByteString.copyFromUtf8("a"))
                .putMetadata("encryption-workflow-id", ByteString.copyFromUtf8("bc"))
                .build();

        refused(endpoint, moved);
    }

    @Test
    void aMetadataThatIsNoUtf8IsNotTakenForAnother() {
        Payload odd = encrypted(in(endpoint, "default", "chk_\ufffd"));
        Payload altered = odd.toBuilder()
                .putMetadata(
                        "encryption-workflow-id", ByteString.copyFrom(new byte[] {'c', 'h', 'k', '_', (byte) 0xff}))
                .build();

        refused(endpoint, altered);
    }

    @Test
    void aNewKeyEncryptsAndTheOldOneStillDecrypts() {
        Payload old = encrypted(worker);
        PayloadCodec rotated = in(new PayloadEncryption(TestKeys.ring("k2", "k1")), "default", "chk_1");

        assertThat(rotated.decode(List.of(old, encrypted(rotated)))).containsExactly(PLAIN, PLAIN);
        assertThat(encrypted(rotated).getMetadataMap()).contains(text("encryption-key-id", "k2"));
    }

    @Test
    void aWorkerThatKnowsTheNewKeySecondReadsWhatOthersAlreadyWriteWithIt() {
        Payload early = encrypted(in(new PayloadEncryption(TestKeys.ring("k2", "k1")), "default", "chk_1"));
        PayloadCodec late = in(new PayloadEncryption(TestKeys.ring("k1", "k2")), "default", "chk_1");

        assertThat(late.decode(List.of(early))).containsExactly(PLAIN);
    }

    @Test
    void aKeyThatIsNotInTheRingIsNamed() {
        Payload foreign = encrypted(in(new PayloadEncryption(TestKeys.ring("k9")), "default", "chk_1"));

        refused(worker, foreign).withMessage("Encrypted with key 'k9', which is not in the key ring [k1].");
    }

    @Test
    void anImpossibleKeyIdIsNotRepeatedInTheMessage() {
        Payload forged = encrypted(worker).toBuilder()
                .putMetadata("encryption-key-id", ByteString.copyFromUtf8("k1\nERROR all is lost"))
                .build();

        refused(worker, forged).withMessage("Encrypted with key an impossible id, which is not in the key ring [k1].");
    }

    @Test
    void anotherKeyOfTheSameIdReadsNothing() {
        KeyRing impostor = new KeyRing(List.of(new EncryptionKey("k1", TestKeys.bytes("k2"))));

        refused(new PayloadEncryption(impostor), encrypted(worker))
                .withMessage("A payload encrypted with key 'k1' was altered.");
    }

    @Test
    void manyThreadsMayShareOneEncryption() {
        List<Payload> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add(DefaultDataConverter.STANDARD_INSTANCE.toPayload(i).orElseThrow());
        }

        assertThat(many.parallelStream().map(p -> worker.decode(worker.encode(List.of(p)))))
                .containsExactlyElementsOf(many.stream().map(List::of).toList());
    }

    private static ThrowableAssertAlternative<UndecryptableException> refused(PayloadCodec codec, Payload payload) {
        return assertThatExceptionOfType(UndecryptableException.class)
                .isThrownBy(() -> codec.decode(List.of(payload)))
                .isNotInstanceOf(DataConverterException.class)
                .withNoCause()
                .satisfies(e -> assertThat(e.toString()).doesNotContain("Ada"));
    }

    private static PayloadCodec in(PayloadCodec codec, String namespace, String workflowId) {
        return codec.withContext(new WorkflowSerializationContext(namespace, workflowId));
    }

    private static Payload encrypted(PayloadCodec codec) {
        return codec.encode(List.of(PLAIN)).getFirst();
    }

    private static Payload with(Payload payload, byte[] data) {
        return payload.toBuilder().setData(ByteString.copyFrom(data)).build();
    }

    private static Map.Entry<String, ByteString> text(String key, String value) {
        return Map.entry(key, ByteString.copyFromUtf8(value));
    }
}
