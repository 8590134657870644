package dev.kassa.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A moment of {@code proof/fuzz} for each parser, and all that it has ever found. */
class FuzzTest {
    private static final Duration A_MOMENT = Duration.ofMillis(700);

    static Stream<String> parsers() {
        return Targets.all().stream().map(Target::name);
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyParserBearsWhatStrangersSend(String name) throws IOException {
        var target = Targets.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        long seed = System.nanoTime();
        var fuzzer = new Fuzzer(target, seed);
        fuzzer.replay();
        fuzzer.run(A_MOMENT);
        System.out.printf(
                "fuzz %-16s %,8d inputs, %5d different answers, seed %d%n",
                name, fuzzer.inputs(), fuzzer.answers(), seed);
        assertThat(fuzzer.answers()).as("it gets past the first line").isGreaterThan(2);
    }

    @Test
    void everyFolderOfTheCorpusIsAParsers() throws IOException {
        try (var folders = Files.list(Fuzzer.CORPUS)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet()))
                    .isSubsetOf(parsers().collect(Collectors.toSet()));
        }
    }
}
