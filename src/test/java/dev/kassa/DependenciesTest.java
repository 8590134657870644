package dev.kassa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bill of materials that the jar carries: nothing in it has a licence that nobody agreed to. */
class DependenciesTest {
    private static final Set<String> LICENCES =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0");

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>[^<]+</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);

    @Test
    void everyLibraryCanBeHadUnderALicenceThatWasAgreedTo() throws IOException {
        var components = billOfMaterials().path("components").valueStream().toList();
        Map<String, Set<String>> strange = components.stream()
                .collect(Collectors.toMap(
                        component -> component.path("name").asString() + " "
                                + component.path("version").asString(),
                        DependenciesTest::licences,
                        (one, _) -> one));
        strange.values().removeIf(licences -> licences.stream().anyMatch(LICENCES::contains));

        assertThat(components).hasSizeGreaterThan(50);
        assertThat(strange).isEmpty();
    }

    @Test
    void everyDirectDependencySaysWhatItIsFor() throws IOException {
        var page = Files.readString(Path.of("docs", "dependencies.md"));

        assertThat(direct())
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    /** Those of the jar; test libraries are not in it. */
    private static List<String> direct() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"))
                .replaceAll("(?s)<dependencyManagement>.*?</dependencyManagement>", "");
        return DEPENDENCY
                .matcher(pom.substring(0, pom.indexOf("<build>")))
                .results()
                .filter(found -> !found.group(2).contains("<scope>test</scope>"))
                .map(found -> found.group(1))
                .toList();
    }

    private static Set<String> licences(JsonNode component) {
        return component
                .path("licenses")
                .valueStream()
                .flatMap(each -> Stream.of(
                        each.path("license").path("id"), each.path("license").path("name"), each.path("expression")))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    private static JsonNode billOfMaterials() throws IOException {
        var name = "/META-INF/sbom/application.cdx.json";
        try (InputStream stream = Objects.requireNonNull(
                DependenciesTest.class.getResourceAsStream(name), name + " is missing; mvn -o does not make it")) {
            return JsonMapper.shared().readTree(stream);
        }
    }
}
