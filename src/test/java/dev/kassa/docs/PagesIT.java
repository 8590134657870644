package dev.kassa.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands and programs of these pages, run against the built jar. They need bash, curl and python3, as their
 * readers do.
 */
@Isolated("each page starts a JVM of its own, and a cold one starves the journeys of two cores")
class PagesIT {
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/integrating.md", "docs/sandbox.md"})
    void whoeverTypesWhatThePageSaysSeesWhatItShows(String name) throws Exception {
        var page = Page.read(name);
        var typed = page.blocks().stream().filter(Page.Block::isTyped).toList();
        var terminal = new Terminal(page);

        var printed = terminal.typeAll();

        assertThat(printed).hasSameSizeAs(typed).hasSizeGreaterThan(2);
        for (int i = 0; i < typed.size(); i++) {
            var output = printed.get(i);
            typed.get(i)
                    .shown()
                    .map(terminal::here)
                    .ifPresent(shown -> assertThat(squeezed(output)).matches(pattern(shown)));
        }
    }

    /** Blanks are for the reader. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Pattern pattern(String shown) {
        return Arrays.stream(squeezed(shown).split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(".*"), regex -> Pattern.compile(regex, Pattern.DOTALL)));
    }
}
