package dev.kassa.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page for people, as Markdown. */
record Page(Path file, String prose, List<Block> blocks) {
    private static final Pattern FENCE =
            Pattern.compile("^( *)```(\\S*) ?(.*)\\n((?s:.*?))^\\1```$", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

    /**
     * A fenced block.
     *
     * @param info what stands behind the language, which no reader sees: nothing for commands that {@link PagesIT} runs
     *     as they are; {@code service} for one that goes on running; {@code by=}file where something else runs it;
     *     {@code by-hand=}date; {@code never}; or the file as which a program is saved
     * @param shown what a page shows as its output, the "…" standing for anything; empty for any output
     */
    record Block(String language, String info, String text, Optional<String> shown) {
        boolean isCommand() {
            return language.equals("sh") || language.equals("bash");
        }

        boolean isTyped() {
            return isCommand() && info.isEmpty();
        }

        boolean isService() {
            return isCommand() && info.equals("service");
        }

        boolean isProgram() {
            return info.startsWith("target/");
        }

        private boolean isOutput() {
            return language.equals("text") || language.equals("json");
        }
    }

    static Page read(String name) {
        var file = Path.of(name);
        try {
            var text = Files.readString(file);
            return new Page(file, FENCE.matcher(text).replaceAll(""), blocks(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The README and all pages of the docs folder. */
    static List<Page> all() {
        try (var files = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), files)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".md"))
                    .map(Page::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A block of output belongs to the commands right before it. */
    private static List<Block> blocks(String text) {
        var blocks = new ArrayList<Block>();
        int end = -1;
        for (var found : FENCE.matcher(text).results().toList()) {
            var block = new Block(found.group(2), found.group(3), found.group(4), Optional.empty());
            if (block.isOutput() && found.start() == end + 1 && blocks.getLast().isTyped()) {
                var typed = blocks.removeLast();
                blocks.add(new Block(typed.language, typed.info, typed.text, Optional.of(block.text)));
            } else {
                blocks.add(block);
            }
            end = found.end();
        }
        return List.copyOf(blocks);
    }

    /** The targets of all links, but those that lead out of this repository. */
    List<String> links() {
        return LINK.matcher(prose)
                .results()
                .map(found -> found.group(1))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .toList();
    }

    /** The headings as GitHub makes anchors of them. */
    List<String> anchors() {
        return HEADING.matcher(prose)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .toList();
    }
}
