package dev.kassa.klarna.setup;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Each method is a command, its parameters are the command line's; here the one for keys and webhook together. */
@Command(
        name = "klarna-setup",
        description = "Sets up signing keys and the webhook at Klarna.",
        footer = {
            "",
            "Klarna is reached by the service's own properties, from files or from the environment: "
                    + "kassa.klarna.base-url (KASSA_KLARNA_BASE_URL), kassa.klarna.api-key (KASSA_KLARNA_API_KEY), "
                    + "kassa.klarna.tls.*, and kassa.public-url for the webhook's URL. The API key is no argument: "
                    + "arguments stand in the list of processes and in the shell's history."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, nothing was changed",
            "2:a wrong command line, property or file",
            "3:no answer, it may have been done: list before repeating",
            "4:the next step of a rotation is not possible yet"
        })
final class Commands extends Group {
    private final Connection connection;
    private final InstantSource clock;
    private final Printer printer;

    Commands(Connection connection, InstantSource clock, Printer printer) {
        this.connection = connection;
        this.clock = clock;
        this.printer = printer;
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean help;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Prints one JSON object instead of words.")
    void json(boolean wanted) {
        if (wanted) {
            printer.useJson();
        }
    }

    @Command(
            name = "rotate",
            description = "Replaces a webhook's signing key without losing an event. Run it again for each next step:"
                    + " it keeps in a file how far it is, does one step, and says what to do next. 1. creates the new"
                    + " key; 2. with --loaded, once the service knows both keys, switches the webhook to it; 3. after"
                    + " 22 hours, when no retry can be signed by the old key any more, deletes the old one.")
    int rotate(
            @Option(names = "--webhook", paramLabel = "WEBHOOK_ID", description = "Needed for the first step.")
                    @Nullable
                    String webhook,
            @Option(
                            names = "--secret-file",
                            paramLabel = "FILE",
                            description = "Where the new key's secret goes; needed for the first step.")
                    @Nullable
                    Path secretFile,
            @Option(
                            names = "--state",
                            paramLabel = "FILE",
                            defaultValue = "klarna-rotation.json",
                            description = "How far the rotation is; no secret. Default: ${DEFAULT-VALUE}")
                    Path file,
            @Option(names = "--loaded", description = "The service knows the new key: switch.") boolean loaded) {
        var state = RotationState.read(file);
        if (state.isEmpty() && (webhook == null || secretFile == null)) {
            throw new SetupException(
                    ExitCodes.USAGE, "no rotation has begun in " + file + "; give --webhook and --secret-file");
        }
        if (state.isPresent() && webhook != null && !webhook.equals(state.get().webhookId())) {
            throw new SetupException(
                    ExitCodes.USAGE, file + " is of the webhook " + state.get().webhookId() + "; give another --state");
        }
        try (var klarna = connection.open()) {
            var rotation = new Rotation(klarna, clock, file);
            var step = state.isPresent() || webhook == null || secretFile == null
                    ? rotation.resume(state.orElseThrow(), loaded ? Rotation.Loaded.YES : Rotation.Loaded.NOT_YET)
                    : rotation.begin(webhook, secretFile);
            return told(step);
        }
    }

    private int told(Rotation.Step step) {
        var state = step.state();
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("webhook_id", state.webhookId());
        result.put("old_key_id", state.oldKeyId());
        result.put("new_key_id", state.newKeyId());
        result.put("secret_file", state.secretFile());
        result.put(
                "switched_at",
                state.switchedAt() == null ? null : state.switchedAt().toString());
        result.put(
                "finished_at",
                state.finishedAt() == null ? null : state.finishedAt().toString());
        result.put("done", step.done());
        result.put("next", step.next());
        printer.result(result, step.done() + "\n" + step.next());
        return step.exitCode();
    }
}
