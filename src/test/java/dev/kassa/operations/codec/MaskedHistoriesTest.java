package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadEncryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden histories hold a checkout of every path: what of them is masked, and that nothing of them stays encrypted. */
class MaskedHistoriesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final KeyRing SAMPLE =
            new KeyRing(List.of(new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(US_ASCII))));

    private final Decoding decoding = new Decoding(new PayloadEncryption(SAMPLE));
    private final Set<String> masked = new TreeSet<>();
    private int decoded;

    @Test
    void anOperatorReadsAllButTheCustomersData() throws Exception {
        try (var files = Files.list(Path.of("src/test/resources/histories"))) {
            for (var file : files.toList()) {
                decode(JSON.readTree(file));
            }
        }
        assertThat(decoded).isGreaterThan(600);
        assertThat(masked)
                .containsExactlyInAnyOrder(
                        "given_name", "payment_request_url", "purchase_reference", "return_url", "sealed_token");
    }

    private void decode(JsonNode json) throws UnreadableException, IOException {
        if (json.path("metadata").has("encryption-key-id")) {
            var payload = decoding.decode(List.of(json), View.MASKED).getFirst();
            assertThat(payload.path("metadata").has("encryption-key-id")).isFalse();
            decoded++;
            if (!payload.path("data").asString().isEmpty()) {
                collect(JSON.readTree(payload.path("data").binaryValue()), "");
            }
            return;
        }
        for (var child : json) {
            decode(child);
        }
    }

    private void collect(JsonNode value, String name) {
        if (value.isString() && value.asString().startsWith("***")) {
            masked.add(name);
        }
        value.properties().forEach(field -> collect(field.getValue(), field.getKey()));
        if (value.isArray()) {
            value.forEach(element -> collect(element, name));
        }
    }
}
