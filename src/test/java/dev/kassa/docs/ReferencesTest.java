package dev.kassa.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever follows "contract, section 3" or "klarna.md, section 10.4" out of a comment finds that section. */
class ReferencesTest {
    private static final Map<String, String> PAGES =
            Map.of("contract", "docs/contract.md", "klarna.md", "docs/klarna.md");

    private static final List<Path> PLACES = Stream.of("src", "docs", "proof", "temporal/rehearsal", ".ci/run")
            .map(Path::of)
            .toList();

    private static final Pattern REFERENCE =
            Pattern.compile("\\b(contract|klarna\\.md), sections? (\\d[\\d.]*(?:(?:, | and | to )\\d[\\d.]*)*)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
    /** Where a comment goes on in its next line. */
    private static final Pattern NEXT_LINE = Pattern.compile("\\n\\s*(?:\\*|//|#) ?");

    /** Texts that stood beside the project while it was written, and are in no clone of it. */
    private static final Pattern ELSEWHERE = Pattern.compile("\\bsources/0\\d\\d");

    @Test
    void everySectionThatIsNamedIsOnItsPage() throws IOException {
        var missing = new ArrayList<String>();
        int found = 0;
        for (var file : files()) {
            var references = REFERENCE
                    .matcher(NEXT_LINE.matcher(text(file)).replaceAll(" "))
                    .results()
                    .toList();
            for (var reference : references) {
                found++;
                var page = text(Path.of(PAGES.getOrDefault(reference.group(1), "")));
                NUMBER.matcher(reference.group(2))
                        .results()
                        .filter(number -> !isOn(page, number.group()))
                        .forEach(_ -> missing.add(file + ": " + reference.group()));
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(60);
    }

    @Test
    void noTextIsNamedThatIsNotInTheTree() throws IOException {
        var naming = files().stream()
                .filter(file -> ELSEWHERE.matcher(text(file)).find())
                .toList();

        assertThat(naming).isEmpty();
    }

    private static boolean isOn(String page, String number) {
        return page.lines()
                .anyMatch(line -> line.startsWith("## " + number + ". ") || line.startsWith("| " + number + " |"));
    }

    private static List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var place : PLACES) {
            try (var below = Files.walk(place)) {
                below.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("ReferencesTest.java"))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException picture) {
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
