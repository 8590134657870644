package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What docker-compose.yml gives each service is what {@code temporal/rehearsal} gives it, but for what is listed. */
class ComposeTest {
    private static final Pattern INTERPOLATED = Pattern.compile("\\$\\{([A-Z0-9_]+):\\?");
    private static final Pattern LISTED = Pattern.compile("\\| (\\w+) \\| `(\\w+)` \\| (compose|rehearsal) \\| .+ \\|");
    private static final Pattern ASSIGNED = Pattern.compile("(?m)^([A-Z][A-Z0-9_]+)=");

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "schema", "temporal", "namespace", "ui", "sandbox", "kassa"})
    void aServiceHasTheVariablesThatTheRehearsalGaveIt(String service) throws Exception {
        var expected = new TreeSet<>(rehearsed(service));
        for (List<String> difference : listedDifferences()) {
            if (difference.getFirst().equals(service)) {
                boolean known = difference.get(2).equals("rehearsal")
                        ? expected.remove(difference.get(1))
                        : expected.add(difference.get(1));
                assertThat(known).as("%s is a difference still", difference).isTrue();
            }
        }
        assertThat(variables(service)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "namespace"})
    void aJobIsTheSameFile(String service) throws Exception {
        var command = service + " command ";
        var scripts = rehearsal()
                .filter(line -> line.startsWith(command))
                .map(line -> line.substring(command.length()))
                .toList();

        assertThat(scripts).hasSize(1);
        assertThat(service(service).get("entrypoint")).isEqualTo(List.of("/temporal/" + scripts.getFirst()));
        assertThat(Path.of("temporal", scripts.getFirst())).isExecutable();
    }

    @Test
    void theExampleAndTheCommandNameEverySecretAndNoOther() throws Exception {
        var asked = INTERPOLATED.matcher(read("docker-compose.yml")).results().map(found -> found.group(1));
        var secrets = asked.collect(Collectors.toCollection(TreeSet::new));

        assertThat(assignedIn(read(".env.example"))).isEqualTo(secrets);
        assertThat(assignedIn(output("temporal/new-env"))).isEqualTo(secrets);
    }

    @Test
    void everyImageIsPinnedAndNothingListensBeyondThisMachine() throws Exception {
        for (Map<?, ?> service : services().values()) {
            assertThat(String.valueOf(service.get("image")))
                    .matches("[a-z0-9/-]+:[\\w.-]+")
                    .doesNotEndWith(":latest");
            if (service.get("ports") instanceof List<?> ports) {
                assertThat(ports).allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
            }
        }
    }

    private static Set<String> variables(String service) throws IOException {
        return service(service).get("environment") instanceof Map<?, ?> variables
                ? variables.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    private static Map<?, ?> service(String name) throws IOException {
        @Nullable Map<?, ?> service = services().get(name);
        assertThat(service).as(name).isNotNull();
        return service == null ? Map.of() : service;
    }

    private static Map<String, Map<?, ?>> services() throws IOException {
        Map<String, Map<String, Map<?, ?>>> compose = new Yaml().load(read("docker-compose.yml"));
        return compose.getOrDefault("services", Map.of());
    }

    private static Set<String> rehearsed(String service) throws Exception {
        return rehearsal()
                .filter(line -> line.matches(service + " [A-Z0-9_]+"))
                .map(line -> line.substring(service.length() + 1))
                .collect(Collectors.toSet());
    }

    private static Stream<String> rehearsal() throws Exception {
        return output("temporal/rehearsal", "environment").lines();
    }

    private static List<List<String>> listedDifferences() throws IOException {
        return LISTED.matcher(read("docs/compose.md"))
                .results()
                .map(found -> List.of(found.group(1), found.group(2), found.group(3)))
                .toList();
    }

    private static Set<String> assignedIn(String environment) {
        return ASSIGNED.matcher(environment)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
