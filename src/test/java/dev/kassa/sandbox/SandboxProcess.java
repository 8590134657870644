package dev.kassa.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** A sandbox in a process of its own, which can be killed. */
final class SandboxProcess implements AutoCloseable {

    private final Process process;
    private final URI home;

    SandboxProcess(Path directory, URI webhooks) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder command = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        directory.toString(),
                        webhooks.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            process = command.start();
            BufferedReader out = process.inputReader();
            home = URI.create(Objects.requireNonNull(out.readLine(), "The sandbox ended before it was there"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs in the process. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws InterruptedException {
            SandboxSettings settings = SandboxSettings.defaults()
                    .withWebhook(URI.create(args[1]), "key-1", WebhookSettings.DEMO_SIGNING_KEY);
            Sandbox sandbox = Sandbox.start(settings, Path.of(args[0]));
            System.out.println(sandbox.homeUrl());
            // Its threads keep no process alive.
            Thread.currentThread().join();
        }
    }

    URI home() {
        return home;
    }

    /** SIGKILL: no hook runs, nothing is flushed. Returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
