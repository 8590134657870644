package dev.kassa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each statement of others that docs/klarna.md and docs/payhub.md list has a test, and each named test exists. */
class StatementsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    private static final Pattern METHOD =
            Pattern.compile("@(?:Test|ParameterizedTest|TestFactory)\\b(?s:.{0,2500}?)\\s(\\w+)\\([^()]*\\)[^;{]*\\{");

    /** The least number of rows is there so that a page which is read wrongly does not pass. */
    @ParameterizedTest
    @CsvSource({"klarna.md, 61", "payhub.md, 40"})
    void noStatementIsWithoutATest(String page, int atLeast) throws IOException {
        assertThat(rows(page))
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .allMatch(row -> NAMED.matcher(row).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"klarna.md", "payhub.md"})
    void everyTestThatIsNamedExists(String page) throws IOException {
        var tests = tests();
        var missing = rows(page).stream()
                .flatMap(row -> NAMED.matcher(row).results())
                .filter(named -> !tests.getOrDefault(named.group(1), List.of()).contains(named.group(2)))
                .map(named -> named.group())
                .distinct()
                .toList();

        assertThat(missing).isEmpty();
    }

    private static List<String> rows(String page) throws IOException {
        return Files.readAllLines(Path.of("docs", page)).stream()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| tests |"))
                .toList();
    }

    /** The names of all test methods, by their classes. */
    private static Map<String, List<String>> tests() throws IOException {
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            StatementsTest::methods,
                            (one, other) ->
                                    Stream.concat(one.stream(), other.stream()).toList()));
        }
    }

    private static List<String> methods(Path file) {
        try {
            return METHOD.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
