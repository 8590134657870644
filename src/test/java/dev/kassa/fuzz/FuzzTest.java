package dev.kassa.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same inputs in each build, and all that {@code proof/fuzz}, which goes on from any seed, has ever found. */
class FuzzTest {
    private static final long SEED = 20260302;
    private static final int INPUTS = 8_000;

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
        var fuzzer = new Fuzzer(target, SEED);
        fuzzer.replay();
        fuzzer.run(INPUTS);
        System.out.printf("fuzz %-16s %,8d inputs, %5d different answers%n", name, fuzzer.inputs(), fuzzer.answers());
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
