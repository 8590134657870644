package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Contradiction;
import dev.kassa.sandbox.Reading;
import dev.kassa.sandbox.Switches;
import dev.kassa.sandbox.Unknown;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Klarna's contradictions and silences, each read the other way: what a checkout becomes under every reading. */
class ReadingMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/readings.txt"));
    /** In minutes: longer than a session and a token. */
    private static final int LONGEST = 180;

    private static final String DEFAULTS = "as klarna.md's defaults";

    @TestFactory
    Stream<DynamicTest> klarnaReadAnotherWayEndsAsWrittenDown() {
        return RUN.rows(ReadingMatrixTest::play);
    }

    @Test
    void everyReadingThatIsNoDefaultHasItsRow() {
        var defaults = Switches.defaults();
        var others =
                readings().filter(reading -> !defaults.has((Reading) reading)).map(ReadingMatrixTest::name);

        assertThat(RUN.matrix().rowNames())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(DEFAULTS), others).toList());
    }

    @AfterAll
    static void print() {
        RUN.print("reading");
    }

    private static Map<Matrix.Cell, String> play(List<Matrix.Cell> row) {
        var name = row.getFirst().row();
        try (var world = new World()) {
            readings()
                    .filter(reading -> name(reading).equals(name))
                    .forEach(reading -> world.sandbox.switchTo((Reading) reading));
            var stories = new SideBySide(world);
            row.forEach(cell -> stories.begin(
                    cell, world.start(CustomerStory.titled(cell.column()).change())));
            stories.play(
                    LONGEST,
                    (minute, cell, checkout) ->
                            CustomerStory.titled(cell.column()).at(minute, world, checkout));
            return stories.judged();
        }
    }

    private static String name(Enum<?> reading) {
        return reading.getDeclaringClass().getSimpleName() + "." + reading.name();
    }

    private static Stream<Enum<?>> readings() {
        return Stream.of(Contradiction.class, Unknown.class)
                .flatMap(topics -> Arrays.stream(topics.getPermittedSubclasses()))
                .flatMap(topic -> Arrays.stream(topic.getEnumConstants()))
                .map(reading -> (Enum<?>) reading);
    }
}
