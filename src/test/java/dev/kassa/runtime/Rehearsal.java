package dev.kassa.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes that {@code temporal/rehearsal} started on this machine, to be killed and started again. */
public final class Rehearsal {
    private static final Path COMMAND = Path.of("temporal/rehearsal");
    private static final Path FOLDER = Path.of("target/rehearsal");
    private static final Path STATE = FOLDER.resolve("settings");
    private static final String FIRST_PORT = "kassa_port=";

    /** Temporal's place in the block of ports that begins with Kassa's. */
    private static final int TEMPORAL = 5;

    private Rehearsal() {}

    /** Whether the server that {@code -Dtemporal.target} names is the rehearsal's. */
    public static boolean isRunning() {
        return Boolean.getBoolean("rehearsal") && isServerOf(STATE, RealServer.target());
    }

    /** Whether these settings, which are gone once the rehearsal has ended, are of the one whose Temporal this is. */
    static boolean isServerOf(Path settings, String target) {
        try {
            return Files.isReadable(settings)
                    && Files.readAllLines(settings).stream()
                            .filter(line -> line.startsWith(FIRST_PORT))
                            .map(line -> Integer.parseInt(line.substring(FIRST_PORT.length())) + TEMPORAL)
                            .anyMatch(port -> target.equals("127.0.0.1:" + port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGKILL; returns when it is gone. */
    public static void kill(String process) {
        run("kill", process);
    }

    /** Whether it has neither been killed nor ended by itself. */
    static boolean isAlive(String process) {
        try {
            var number = Files.readString(FOLDER.resolve(process + ".pid")).split(" ", 2)[0];
            return ProcessHandle.of(Long.parseLong(number)).isPresent();
        } catch (IOException gone) {
            return false;
        }
    }

    /** With the data and the settings that it had; returns when it answers. */
    public static void start(String process) {
        run("start", process);
    }

    private static void run(String what, String process) {
        try {
            var command = List.of(COMMAND.toAbsolutePath().toString(), what, process);
            // The started process outlives the command, and would hold its pipes open.
            var log = Path.of("target/rehearsal/commands.log").toFile();
            var running = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            if (!running.waitFor(150, TimeUnit.SECONDS) || running.exitValue() != 0) {
                running.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed, see " + log);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
