package dev.kassa.klarna.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a rotation has come, kept in a file between its steps. Holds no secret; by its idempotency key the creation of
 * the new signing key can be repeated until its answer has arrived.
 *
 * @param newKeyId absent until the new key's secret is in its file
 * @param switchedAt absent until the webhook is signed by the new key
 * @param finishedAt absent until the old key is deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RotationState(
        String webhookId,
        String oldKeyId,
        String idempotencyKey,
        String secretFile,
        Instant startedAt,
        @Nullable String newKeyId,
        @Nullable Instant switchedAt,
        @Nullable Instant finishedAt) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    RotationState withNewKey(String id) {
        return new RotationState(webhookId, oldKeyId, idempotencyKey, secretFile, startedAt, id, null, null);
    }

    RotationState switched(Instant at) {
        return new RotationState(webhookId, oldKeyId, idempotencyKey, secretFile, startedAt, newKeyId, at, null);
    }

    RotationState finished(Instant at) {
        return new RotationState(webhookId, oldKeyId, idempotencyKey, secretFile, startedAt, newKeyId, switchedAt, at);
    }

    static Optional<RotationState> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(SecretFile.read(file), RotationState.class));
        } catch (JacksonException _) {
            throw new SetupException(ExitCodes.USAGE, file + " is not the state of a rotation");
        }
    }

    void write(Path file) {
        SecretFile.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}
