package dev.kassa.runtime;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The jar that ships, in a process of its own, which can be killed and started again with what it was given. */
public final class JarProcess implements AutoCloseable {
    private static final File JAR = new File("target/kassa.jar");
    private static final Duration START = Duration.ofSeconds(90);
    /** Below those that the system gives to whoever asks for any: one that is killed finds its own free again. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 29_999;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Object> properties = new TreeMap<>();
    private final String name;
    private final File log;
    private final URI ready;
    private volatile @Nullable Process process;

    /**
     * One that is yet to start.
     *
     * @param log to which it appends what it says
     * @param ready answers 200 as soon as it can be used
     */
    public JarProcess(String name, File log, URI ready) {
        this.name = name;
        this.log = log;
        this.ready = ready;
        // Whoever started it may be stopped too.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::kill));
    }

    /** Of loopback, where nobody listens now; another each time. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException _) {
                // Somebody has it.
            }
        }
    }

    /** A Spring property, for all starts to come. */
    public void set(String property, Object value) {
        properties.put(property, value);
    }

    /** Returns when it can be used. Only the quick compiler runs: it starts twice as fast, and is soon killed. */
    public void start() {
        if (!JAR.isFile()) {
            throw new IllegalStateException(JAR + " is not there; mvn package makes it");
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-Xmx512m", "-jar", JAR.getPath())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        // By environment, so that no key stands in a command line.
        command.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(properties));
        try {
            var started = command.start();
            process = started;
            Awaitility.await(name + " is ready (see " + log + ")")
                    .atMost(START)
                    .failFast(name + " ended, see " + log, () -> !started.isAlive())
                    .pollInterval(Duration.ofMillis(100))
                    .until(this::isReady);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGTERM: it ends what it is at, within its limits. Returns when it is gone. */
    public void stop() {
        var stopped = process;
        if (stopped != null) {
            stopped.destroy();
            stopped.onExit().join();
        }
    }

    /** SIGKILL: no hook runs, nothing is told to anybody. Returns when it is gone. */
    public void kill() {
        var killed = process;
        if (killed != null) {
            killed.destroyForcibly().onExit().join();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
