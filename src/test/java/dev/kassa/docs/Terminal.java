package dev.kassa.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One bash in which all commands of a page are typed, in order and as they stand there, but for three things: the ports
 * are free ones, the key is the one that was printed, and Maven's start of the service is that of the jar. What Maven
 * itself does about it is what every build does.
 */
final class Terminal {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(8080|8081|8090|9000)\\b");
    private static final String MARK = "---- block ";
    /** Quickly there, and soon gone. */
    private static final String BRIEF =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx400m --sun-misc-unsafe-memory-access=allow";

    private static final long LIMIT_SECONDS = 240;

    /** A page's first checkout shall not be the first one of a cold process on a busy machine, which may take 10 s. */
    private static final String BEGIN = """
            set -euo pipefail
            strict=
            curl() { command curl $strict "$@"; }
            trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT
            await() { until command curl -sfo /dev/null "$1"; do kill -0 $!; sleep 0.1; done; }
            printed_key() { grep -om1 'kassa_demo_[A-Za-z0-9_-]*' "$LOG"; }
            warm_up() { # key, where customers may return to
              local order='{"reference": "warm-up", "amount": 1, "currency": "EUR", "return_url": "'$2'"}'
              command curl -s http://127.0.0.1:8090/sandbox/plans -d '{"result": "APPROVED"}'
              until [[ $(command curl -so /dev/null -w '%{http_code}' -H "Authorization: Bearer $1" \\
                -H 'Content-Type: application/json' -d "$order" http://127.0.0.1:8080/v1/checkouts) == 20[01] ]]
              do sleep 0.1; done
            }
            """;

    private final Page page;
    private final String name;
    private final Map<String, String> ports = new TreeMap<>();
    private final HttpClient customer = HttpClient.newHttpClient();

    Terminal(Page page) {
        this.page = page;
        this.name = page.file().getFileName().toString().replace(".md", "");
        for (var port : List.of("8080", "8081", "8090", "9000")) {
            ports.put(port, String.valueOf(freePort()));
        }
    }

    /** What each typed block printed, in their order. Throws where a command failed. */
    List<String> typeAll() throws IOException, InterruptedException {
        var folder = Files.createDirectories(Path.of("target", "pages"));
        for (var program : page.blocks()) {
            if (program.isProgram()) {
                Files.writeString(Path.of(program.info()), here(program.text()));
            }
        }
        var script = Files.writeString(folder.resolve(name + ".sh"), script());
        var errors = folder.resolve(name + ".err");
        var bash = new ProcessBuilder("bash", script.toString()).redirectError(errors.toFile());
        bash.environment().keySet().removeIf(name -> name.matches("(KASSA|SPRING|TEMPORAL)_.*"));
        bash.environment().putAll(environment(folder.resolve(name + ".log")));
        var process = bash.start();
        Thread.startVirtualThread(() -> endInTime(process));
        var output = listen(process);
        if (process.waitFor() != 0) {
            throw new AssertionError(page.file() + ": exit code " + process.exitValue() + " after\n" + output + "\n"
                    + Files.readString(errors) + "\nsee " + folder);
        }
        return Pattern.compile("(?m)^" + MARK + "\\d+$")
                .splitAsStream(output)
                .skip(1)
                .toList();
    }

    /** The same text on this run's ports. */
    String here(String text) {
        return PORT.matcher(text).replaceAll(found -> "127.0.0.1:" + ports.get(found.group(1)));
    }

    private String script() {
        var script = new StringBuilder(BEGIN);
        int number = 0;
        for (var block : page.blocks()) {
            if (block.isTyped()) {
                script.append("printf '\\n" + MARK + "%d\\n' " + number++ + "\n");
                script.append("strict=").append(block.shown().isPresent() ? "\n" : "--fail\n");
                script.append(block.text().replace("kassa_demo_…", "$(printed_key)"));
            } else if (block.isService()) {
                script.append(service(block.text().strip()));
            }
        }
        return here(script.toString());
    }

    private static String service(String command) {
        var jar = "java -jar target/kassa.jar --spring.profiles.active=embedded";
        var started = command.replace("mvn spring-boot:run", jar) + " > \"$LOG\" 2>&1 &\n";
        if (command.contains("profiles.active=sandbox")) {
            return started + "await http://127.0.0.1:8090/sandbox/clock\n";
        }
        return started + "await http://127.0.0.1:8081/actuator/health/readiness\n"
                + (command.contains("merchants-file")
                        ? "warm_up \"$KASSA_KEY\" http://127.0.0.1:9000/\n"
                        : "warm_up \"$(printed_key)\" http://127.0.0.1:8080/\n");
    }

    private Map<String, String> environment(Path log) {
        var python = System.getenv("KASSA_WEBHOOKS_PYTHON");
        return Map.of(
                "PATH", path(System.getProperty("java.home") + "/bin", python) + System.getenv("PATH"),
                "JDK_JAVA_OPTIONS", BRIEF,
                "LOG", log.toString(),
                "KASSA_URL", here("http://127.0.0.1:8080"),
                "SERVER_PORT", ports.getOrDefault("8080", ""),
                "MANAGEMENT_SERVER_PORT", ports.getOrDefault("8081", ""),
                "KASSA_SANDBOX_PORT", ports.getOrDefault("8090", ""));
    }

    private static String path(String java, @Nullable String python) {
        return java + ":" + (python == null ? "" : Path.of(python).getParent() + ":");
    }

    /** Where a program says so, the customer approves. */
    private String listen(Process process) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        try (var reader = process.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.startsWith("approve at ")) {
                    var url = URI.create(line.substring("approve at ".length()) + "/approve");
                    customer.send(
                            HttpRequest.newBuilder(url)
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding());
                }
            }
        }
        return String.join("\n", lines);
    }

    private static void endInTime(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
