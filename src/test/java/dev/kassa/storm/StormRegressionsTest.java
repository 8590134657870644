package dev.kassa.storm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeds that once found something, blown again; small ones, so that they cost seconds. */
class StormRegressionsTest {
    static List<String> kept() {
        try (var file = requireNonNull(StormRegressionsTest.class.getResourceAsStream("/storm/regressions.txt"));
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aSeedThatOnceFoundSomethingFindsNothing(String line) {
        var word = line.split(" ", -1);
        var size = new Size(Integer.parseInt(word[1]), Integer.parseInt(word[2]), Integer.parseInt(word[3]));

        assertThat(Storm.report(Long.parseLong(word[0]), size, _ -> {}).violations())
                .isEmpty();
    }
}
