package dev.kassa.checkout.workflow;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The histories that every change of the workflow must still replay: one of each checkout that the scenarios run.
 *
 * <p>{@code mvn test -Dtest='dev.kassa.checkout.workflow.*Test' -Dgolden.record=true} records them anew; the commit says
 * why. They are encrypted with the sample key of {@link World}.
 */
final class GoldenHistories {
    /** Hours of reads repeat one step; their histories prove nothing that a shorter one does not. */
    private static final int LONGEST = 120;

    private static final Path FOLDER = Path.of("src/test/resources/histories");

    private GoldenHistories() {}

    /** Writes the histories of one test's checkouts, where that is asked for. */
    static void keep(ExtensionContext test, List<RunningCheckout> begun) {
        if (!Boolean.getBoolean("golden.record")) {
            return;
        }
        for (int i = 0; i < begun.size(); i++) {
            var history = begun.get(i).fetchHistory();
            if (history.getEvents().size() <= LONGEST) {
                var id = begun.get(i).input().references().checkoutId();
                var name = test.getRequiredTestMethod().getName() + (i == 0 ? "" : "." + (i + 1));
                write(FOLDER.resolve(name + "@" + id + ".json"), history.toJson(true));
            }
        }
    }

    private static void write(Path file, String json) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, json);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<Path> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The test server leaves the workflow's id out of the started event, and the payloads are bound to it. */
    static WorkflowExecutionHistory read(Path file) {
        var name = file.getFileName().toString();
        var id = name.substring(name.indexOf('@') + 1, name.length() - ".json".length());
        return WorkflowExecutionHistory.fromJson(text(file), id);
    }
}
