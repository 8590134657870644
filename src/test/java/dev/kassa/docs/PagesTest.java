package dev.kassa.docs;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.setup.KlarnaSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that a page names is missing, and each of its commands is run by something or somebody. */
class PagesTest {
    /** Where figures stand beside the commands that gave them, and when. */
    private static final Set<String> FIGURES = Set.of("docs/proof.md", "docs/cost.md");

    private static final Set<String> RUN = Set.of("README.md", "docs/integrating.md", "docs/sandbox.md");
    private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+(?:Test|IT))\\b(?:\\.([a-z]\\w+))?");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern FILE = Pattern.compile("(src|docs|temporal|observability|\\.ci)/[\\w./-]+");
    private static final Pattern ARROW = Pattern.compile("^ +([A-Z_]+) --> ([A-Z_]+): [^:;]+$", Pattern.MULTILINE);
    private static final Pattern SET_UP = Pattern.compile("klarna-setup((?: [a-z]++(?:-[a-z]++)*+(?![:\\w]))+)");
    private static final Pattern DATE = Pattern.compile("by-hand=(\\d{4}-\\d{2}-\\d{2})");

    private static final List<Page> PAGES = Page.all();

    @Test
    void everyLinkLeadsSomewhere() {
        var broken = new ArrayList<String>();
        for (var page : PAGES) {
            for (var link : page.links()) {
                if (!leadsSomewhere(page, link)) {
                    broken.add(page.file() + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Page from, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty()
                ? from.file()
                : from.file().resolveSibling(parts[0]).normalize();
        return Files.exists(target)
                && (parts.length == 1
                        || !target.toString().endsWith(".md")
                        || Page.read(target.toString()).anchors().contains(parts[1]));
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Map<String, String> tests;
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            tests = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            PagesTest::text,
                            String::concat));
        }
        var missing = inCode(TEST).stream()
                .filter(named -> {
                    var found = TEST.matcher(named);
                    return !found.matches()
                            || !tests.getOrDefault(found.group(1), "")
                                    .contains(found.group(2) == null ? "" : " " + found.group(2) + "(")
                            || !tests.containsKey(found.group(1));
                })
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void everyFileThatAPageNamesExists() {
        assertThat(inCode(FILE)).hasSizeGreaterThan(10).allMatch(file -> Files.exists(Path.of(file)), "exists");
    }

    private static List<String> inCode(Pattern pattern) {
        return PAGES.stream()
                .flatMap(page -> CODE.matcher(page.prose()).results())
                .flatMap(code -> pattern.matcher(code.group(1)).results())
                .map(found -> found.group())
                .distinct()
                .toList();
    }

    @Test
    void everyCommandIsRunBySomethingOrWasBySomebodyWhoSaysWhen() {
        var unaccounted = PAGES.stream()
                .filter(page -> !FIGURES.contains(page.file().toString()))
                .flatMap(page -> page.blocks().stream()
                        .filter(block -> !isAccountedFor(page, block))
                        .map(block -> page.file() + ": " + block.language() + " " + block.info() + "\n" + block.text()))
                .toList();

        assertThat(unaccounted).isEmpty();
    }

    private static boolean isAccountedFor(Page page, Page.Block block) {
        boolean isRun = RUN.contains(page.file().toString());
        var info = block.info();
        return switch (block.language()) {
            case "sh", "bash" -> (block.isTyped() || block.isService()) ? isRun : isRunElsewhere(page, info);
            case "java", "python" -> block.isProgram() ? isRun : isRunElsewhere(page, info);
            case "json" -> block.text().contains("…") || isJson(block.text());
            case "yaml", "mermaid", "text", "" -> true;
            default -> false;
        };
    }

    /** {@code never} is for what nobody could run where this was made, and the page says so. */
    private static boolean isRunElsewhere(Page page, String info) {
        var date = DATE.matcher(info);
        return date.matches()
                ? page.prose().contains(date.group(1))
                : info.equals("never")
                        ? page.prose().contains("no image was ")
                        : info.startsWith("by=") && Files.isRegularFile(Path.of(info.substring("by=".length())));
    }

    private static boolean isJson(String text) {
        return JsonMapper.shared().readTree(text).isContainer();
    }

    @Test
    void everySetUpCommandThatAPageNamesExists() {
        var named = PAGES.stream()
                .flatMap(page -> SET_UP.matcher(text(page.file())).results())
                .map(found -> found.group(1).strip())
                .distinct()
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(5)
                .allMatch(words -> helpOf(words).startsWith("Usage: klarna-setup " + words), "is a command");
    }

    /** Of what is no command, picocli gives the help of the last word that is one. */
    private static String helpOf(String words) {
        var help = new StringWriter();
        var out = new PrintWriter(help);
        new KlarnaSetup(new StandardEnvironment(), InstantSource.system(), out, out)
                .run((words + " --help").split(" "));
        return help.toString();
    }

    @Test
    void everyPageStandsInTheIndex() {
        var index = Page.read("docs/README.md").links().stream()
                .map(link -> Path.of("docs").resolve(link).normalize())
                .toList();
        assertThat(index)
                .containsAll(PAGES.stream()
                        .map(Page::file)
                        .filter(not(file -> file.startsWith("docs/decisions") || file.endsWith("README.md")))
                        .toList());
    }

    @Test
    void everyArrowOfTheStateDiagramIsALegalChangeAndNoStatusIsMissing() {
        var arrows = ARROW.matcher(diagram()).results().toList();
        assertThat(arrows)
                .hasSizeGreaterThan(10)
                .allSatisfy(arrow -> assertThatCode(
                                () -> CheckoutStatus.valueOf(arrow.group(1)).to(CheckoutStatus.valueOf(arrow.group(2))))
                        .doesNotThrowAnyException());
        for (var status : CheckoutStatus.values()) {
            assertThat(diagram()).containsPattern("--> " + status + "\\b");
        }
    }

    private static String diagram() {
        return Page.read("README.md").blocks().stream()
                .map(Page.Block::text)
                .filter(text -> text.startsWith("stateDiagram-v2"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTableOfPropertiesIsTheCodes() throws ReflectiveOperationException {
        assertThat(Properties.onThePage(Page.read("README.md"))).isEqualTo(Properties.inTheCode());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
