package dev.kassa.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps what a sandbox knows in a directory, so that one that was killed goes on. Each locked section of {@link Klarna}
 * that changed something ends with one line in the journal, before anybody hears of what it did.
 */
final class Memory implements AutoCloseable {

    private static final String ONLY = "is";

    private final Journal journal;
    private final List<Kept> kept = new ArrayList<>();

    /** Brings {@code klarna}, which is new, to where the sandbox of that directory ended. */
    Memory(Path directory, Klarna klarna) {
        this.journal = Journal.in(directory);
        try {
            keepOf(klarna);
            journal.found().forEach(change -> kept.forEach(part -> part.read(change)));
            kept.forEach(Kept::restore);
            journal.found().clear();
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    // In this order they are restored: what names something comes after it.
    private void keepOf(Klarna klarna) {
        klarna.keep(this);
        klarna.webhooks.subscriptions.keep(this);
        klarna.requests.keep(this);
        klarna.tokens.keep(this, klarna.requests);
        klarna.keys.keep(this, klarna.requests);
        kept.add(new Kept.Appended<>(
                "call",
                klarna.ledger::since,
                json -> KeptJson.decoded(json, LedgerEntry.class),
                klarna.ledger::restore));
        klarna.webhooks.keep(this);
        only("fault", klarna.faults::rules, new TypeReference<List<Schedule.Rule<Fault>>>() {}, klarna.faults::restore);
        only(
                "webhook_fault",
                klarna.webhookFaults::rules,
                new TypeReference<List<Schedule.Rule<WebhookFault>>>() {},
                klarna.webhookFaults::restore);
        only("plan", klarna.plans::rules, new TypeReference<List<Schedule.Rule<Result>>>() {}, klarna.plans::restore);
    }

    /** Has a kind of state kept too. */
    void keep(Kept part) {
        kept.add(part);
    }

    /** A value of which there is one, small enough to be written whole whenever it changes. */
    <T> void only(String kind, Supplier<T> live, TypeReference<T> type, Consumer<T> restored) {
        kept.add(new Kept.Named<>(
                kind,
                () -> Map.of(ONLY, live.get()),
                value -> value,
                (_, json) -> restored.accept(KeptJson.decoded(json, type))));
    }

    /** Writes down what has changed. Called under Klarna's lock. */
    void write() {
        ObjectNode change = Json.object();
        kept.forEach(part -> part.addChanges(change));
        if (!change.isEmpty()) {
            journal.append(change);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
