package dev.kassa.klarna.setup;

import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.http.ManagementException;
import dev.kassa.klarna.http.ManagementException.Executed;
import dev.kassa.klarna.http.NotificationManagement;
import dev.kassa.klarna.http.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/**
 * Replaces a webhook's signing key without losing an event, one step at each call: create the new key, let the operator
 * load it beside the old one, switch the webhook, keep the old key until no retry can be signed by it, delete it.
 *
 * <p>Every step can be repeated; what is done is written down after it is done.
 */
final class Rotation {
    /** Klarna retries an event for 21 h 17 min; an event of the moment of the switch may be signed by the old key. */
    static final Duration KEEP_OLD_KEY = Duration.ofHours(22);

    /** Klarna remembers an idempotency key for 24 h; later a repeat would make a second key. */
    private static final Duration CREATE_WITHIN = Duration.ofHours(23);

    private static final String SAMPLE = "payment.request.state-change.completed";

    private final NotificationManagement klarna;
    private final InstantSource clock;
    private final Path file;

    Rotation(NotificationManagement klarna, InstantSource clock, Path file) {
        this.klarna = klarna;
        this.clock = clock;
        this.file = file;
    }

    /** What was done, and what is to be done next; the exit code tells whether anything was possible. */
    record Step(int exitCode, RotationState state, String done, String next) {}

    /** Begins with the webhook's present key as the old one. */
    Step begin(String webhookId, Path secretFile) {
        var webhook = klarna.webhook(webhookId);
        var oldKey = keyOf(webhook);
        SecretFile.create(secretFile);
        var state = new RotationState(
                webhookId,
                oldKey,
                UUID.randomUUID().toString(),
                secretFile.toString(),
                clock.instant(),
                null,
                null,
                null);
        state.write(file);
        try {
            return create(state);
        } catch (ManagementException failed) {
            if (failed.executed() == Executed.NO) {
                SecretFile.delete(file);
                SecretFile.delete(secretFile);
            }
            throw failed;
        }
    }

    /** Goes on; {@code loaded}: the operator says that the service knows the new key. */
    Step resume(RotationState state, Loaded loaded) {
        if (state.newKeyId() == null) {
            return create(state);
        }
        if (state.switchedAt() == null) {
            return loaded == Loaded.YES ? switchKeys(state) : load(ExitCodes.NOT_YET, state, "Nothing was done.");
        }
        return state.finishedAt() == null ? finish(state, state.switchedAt()) : over(state, "Nothing was done.");
    }

    /** Whether the operator says that the service has loaded the new key. */
    enum Loaded {
        YES,
        NOT_YET
    }

    private Step create(RotationState state) {
        if (clock.instant().isAfter(state.startedAt().plus(CREATE_WITHIN))) {
            throw new SetupException(
                    ExitCodes.REFUSED,
                    "the creation of the new key was begun at " + state.startedAt() + " and never answered. Look for a"
                            + " key of that time with signing-key list, delete it, delete " + file + " and "
                            + state.secretFile() + ", and begin again");
        }
        var created = klarna.createSigningKey(new IdempotencyKey(state.idempotencyKey()));
        SecretFile.write(Path.of(state.secretFile()), created.reveal());
        var next = state.withNewKey(created.key().id());
        next.write(file);
        return load(
                ExitCodes.DONE,
                next,
                "Created the signing key " + next.newKeyId() + "; its secret is in " + state.secretFile() + ".");
    }

    private static Step load(int exitCode, RotationState state, String done) {
        return new Step(
                exitCode,
                state,
                done,
                "Load the new key beside the old one: add id " + state.newKeyId() + " and the content of "
                        + state.secretFile()
                        + " as one more entry of kassa.klarna.signing-keys, keep the old entry, and"
                        + " restart every instance. Then run this command again with --loaded.");
    }

    private Step switchKeys(RotationState state) {
        var newKey = Objects.requireNonNull(state.newKeyId());
        var present = keyOf(klarna.webhook(state.webhookId()));
        if (!present.equals(newKey) && !present.equals(state.oldKeyId())) {
            throw new SetupException(
                    ExitCodes.REFUSED,
                    "the webhook is signed by " + present + ", which is neither the old key nor the new one: somebody"
                            + " else has changed it");
        }
        if (!present.equals(newKey)) {
            klarna.signWebhook(state.webhookId(), newKey);
        }
        // After the change, never before it: retries of events from before it are signed by the old key.
        var next = state.switched(clock.instant());
        next.write(file);
        return keep(ExitCodes.DONE, next, "The webhook is now signed by " + newKey + ". " + sampled(next));
    }

    private String sampled(RotationState state) {
        try {
            klarna.simulate(state.webhookId(), SAMPLE);
            return "Klarna was asked for a sample event.";
        } catch (ManagementException notSimulated) {
            return "A sample event could not be ordered (" + notSimulated.getMessage() + ").";
        }
    }

    private static Step keep(int exitCode, RotationState state, String done) {
        return new Step(
                exitCode,
                state,
                done,
                "See that kassa_webhook_verifications_total counts key_id=\"" + state.newKeyId() + "\" and none as"
                        + " result=\"key_unknown\" (Klarna sends those again for 21 h: load the key and nothing is"
                        + " lost). Keep both keys loaded until " + until(state) + ", then run this command again.");
    }

    private static Instant until(RotationState state) {
        return Objects.requireNonNull(state.switchedAt()).plus(KEEP_OLD_KEY);
    }

    private Step finish(RotationState state, Instant switchedAt) {
        if (clock.instant().isBefore(switchedAt.plus(KEEP_OLD_KEY))) {
            return keep(ExitCodes.NOT_YET, state, "Nothing was done.");
        }
        for (Webhook webhook : klarna.webhooks()) {
            if (state.oldKeyId().equals(webhook.signingKeyId())) {
                throw new SetupException(
                        ExitCodes.REFUSED,
                        "the webhook " + webhook.id() + " is still signed by the old key " + state.oldKeyId()
                                + "; switch it first");
            }
        }
        try {
            klarna.deleteSigningKey(state.oldKeyId());
        } catch (ManagementException failed) {
            // Deleted by an earlier try of this step, or by somebody else.
            if (!failed.isNotFound()) {
                throw failed;
            }
        }
        var next = state.finished(clock.instant());
        next.write(file);
        return over(next, "Deleted the old signing key " + state.oldKeyId() + " at Klarna.");
    }

    private Step over(RotationState state, String done) {
        return new Step(
                ExitCodes.DONE,
                state,
                done,
                "The rotation is over. Remove " + state.oldKeyId() + " from kassa.klarna.signing-keys and restart;"
                        + " delete " + file + ", and " + state.secretFile() + " if its content is kept elsewhere.");
    }

    private static String keyOf(Webhook webhook) {
        var key = webhook.signingKeyId();
        if (key == null) {
            throw new SetupException(ExitCodes.REFUSED, "Klarna does not say by which key the webhook is signed");
        }
        return key;
    }
}
