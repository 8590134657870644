package dev.kassa.klarna.setup;

import dev.kassa.klarna.http.Webhook;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers, lists, changes, tries out and deletes webhooks. */
@Command(name = "webhook", description = "Registers, lists, tries out and deletes webhooks.")
final class WebhookCommands extends Group {
    private final Connection connection;
    private final Printer printer;

    WebhookCommands(Connection connection, Printer printer) {
        this.connection = connection;
        this.printer = printer;
    }

    @Command(name = "register", description = "Registers the webhook; refused where an identical one exists.")
    int register(
            @Option(names = "--signing-key", paramLabel = "KEY_ID", required = true, description = "Its key.")
                    String key,
            @Option(names = "--url", description = "Default: kassa.public-url with /klarna/webhooks.") @Nullable
                    URI url,
            @Option(
                            names = "--event-type",
                            paramLabel = "TYPE",
                            defaultValue = "payment.*",
                            description = "May be repeated. Default: ${DEFAULT-VALUE}")
                    List<String> types,
            @Option(names = "--disabled", description = "Registers it without events; see enable.") boolean disabled) {
        try (var klarna = connection.open()) {
            var to = url == null ? connection.webhookUrl() : url;
            return shown(klarna.registerWebhook(to, types, key, disabled ? "DISABLED" : "ENABLED"));
        }
    }

    @Command(name = "list", description = "Lists the webhooks.")
    int list() {
        try (var klarna = connection.open()) {
            var webhooks = klarna.webhooks();
            printer.result(
                    Map.of("webhooks", webhooks.stream().map(Wording::fields).toList()),
                    Wording.lines(webhooks.stream().map(Wording::words).toList(), "webhooks"));
            return ExitCodes.DONE;
        }
    }

    @Command(
            name = "simulate",
            description = "Has Klarna send a sample event. The service answers 200 and finds no checkout of that name.")
    int simulate(
            @Parameters(paramLabel = "WEBHOOK_ID") String id,
            @Option(
                            names = "--event-type",
                            paramLabel = "TYPE",
                            defaultValue = "payment.request.state-change.completed",
                            description = "Default: ${DEFAULT-VALUE}")
                    String type) {
        try (var klarna = connection.open()) {
            klarna.simulate(id, type);
            printer.result(
                    Map.of("webhook_id", id, "event_type", type),
                    "Klarna was asked to send a sample of " + type + " to " + id);
            return ExitCodes.DONE;
        }
    }

    @Command(name = "enable", description = "Has events sent to a webhook.")
    int enable(@Parameters(paramLabel = "WEBHOOK_ID") String id) {
        try (var klarna = connection.open()) {
            return shown(klarna.setStatus(id, "ENABLED"));
        }
    }

    @Command(
            name = "disable",
            description = "Has no events sent to a webhook; what happens meanwhile is not sent later.")
    int disable(@Parameters(paramLabel = "WEBHOOK_ID") String id) {
        try (var klarna = connection.open()) {
            return shown(klarna.setStatus(id, "DISABLED"));
        }
    }

    @Command(name = "delete", description = "Deletes a webhook.")
    int delete(@Parameters(paramLabel = "WEBHOOK_ID") String id) {
        try (var klarna = connection.open()) {
            klarna.deleteWebhook(id);
            printer.result(Map.of("webhook_id", id, "deleted", true), "Deleted " + id);
            return ExitCodes.DONE;
        }
    }

    private int shown(Webhook webhook) {
        printer.result(Wording.fields(webhook), Wording.words(webhook));
        return ExitCodes.DONE;
    }
}
