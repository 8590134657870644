package dev.kassa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list that {@code proof/teeth} plants from keeps up with the code: a bug without a place would be caught by nobody. */
class PlantedBugsTest {
    @Test
    void theLineOfEachBugStandsInOnePlaceOfTheCode() throws IOException {
        var code = code();
        var lines = Files.readAllLines(Path.of("proof/bugs.txt")).stream()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(20);
        assertThat(lines)
                .allSatisfy(line -> assertThat(places(line, code)).as(line).isEqualTo(1));
    }

    private static long places(String line, List<String> code) {
        return code.stream().filter(one -> one.contains(line)).count();
    }

    private static List<String> code() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> lines(file).stream())
                    .toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
