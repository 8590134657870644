package dev.kassa.klarna.setup;

import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.http.ManagementException;
import dev.kassa.klarna.http.ManagementException.Executed;
import dev.kassa.klarna.http.NewSigningKey;
import dev.kassa.klarna.http.NotificationManagement;
import dev.kassa.klarna.http.Webhook;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates, lists and deletes signing keys. */
@Command(name = "signing-key", description = "Creates, lists and deletes signing keys.")
final class SigningKeyCommands extends Group {
    private final Connection connection;
    private final Printer printer;

    SigningKeyCommands(Connection connection, Printer printer) {
        this.connection = connection;
        this.printer = printer;
    }

    @Command(
            name = "create",
            description = "Creates a signing key. Klarna shows its secret this once: it goes into a new file that only"
                    + " you may read, or, if you ask for it, to the screen.")
    int create(
            @Option(names = "--secret-file", paramLabel = "FILE", description = "Where the secret goes.") @Nullable
                    Path file,
            @Option(names = "--show-secret", description = "Prints the secret.") boolean show) {
        if ((file == null) == !show) {
            throw new SetupException(ExitCodes.USAGE, "give either --secret-file or --show-secret");
        }
        try (var klarna = connection.open()) {
            if (file != null) {
                SecretFile.create(file);
            }
            var created = created(klarna, file);
            var result = Wording.fields(created.key());
            if (file == null) {
                result.put("signing_key", created.reveal());
            } else {
                SecretFile.write(file, created.reveal());
                result.put("secret_file", file.toString());
            }
            printer.result(
                    result,
                    "Created the signing key " + created.key().id() + "\n"
                            + (file == null ? "Its secret: " + created.reveal() : "Its secret is in " + file));
            return ExitCodes.DONE;
        }
    }

    private static NewSigningKey created(NotificationManagement klarna, @Nullable Path file) {
        try {
            return klarna.createSigningKey(new IdempotencyKey(UUID.randomUUID().toString()));
        } catch (ManagementException failed) {
            if (file != null && failed.executed() == Executed.NO) {
                SecretFile.delete(file);
            }
            throw failed;
        }
    }

    @Command(name = "list", description = "Lists the signing keys, without their secrets.")
    int list() {
        try (var klarna = connection.open()) {
            var keys = klarna.signingKeys();
            printer.result(
                    Map.of("signing_keys", keys.stream().map(Wording::fields).toList()),
                    Wording.lines(
                            keys.stream()
                                    .map(key -> key.id() + "  " + key.createdAt())
                                    .toList(),
                            "signing keys"));
            return ExitCodes.DONE;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a signing key that no webhook is signed by. Retries of events from before a rotation"
                    + " may need the old key for 22 hours; see rotate.")
    int delete(@Parameters(paramLabel = "KEY_ID") String id) {
        try (var klarna = connection.open()) {
            for (Webhook webhook : klarna.webhooks()) {
                if (id.equals(webhook.signingKeyId())) {
                    throw new SetupException(
                            ExitCodes.REFUSED, "the webhook " + webhook.id() + " is signed by this key");
                }
            }
            klarna.deleteSigningKey(id);
            printer.result(Map.of("signing_key_id", id, "deleted", true), "Deleted " + id);
            return ExitCodes.DONE;
        }
    }
}
