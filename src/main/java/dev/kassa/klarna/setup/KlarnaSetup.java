package dev.kassa.klarna.setup;

import dev.kassa.klarna.http.ManagementException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine;

/**
 * The commands that set Klarna up, in the service's own jar: {@code java -jar kassa.jar klarna-setup …}. They read the same
 * properties as the service and start nothing of it.
 */
public final class KlarnaSetup {
    /** The first word of a command line that is meant for this class. */
    public static final String NAME = "klarna-setup";

    private final Environment environment;
    private final InstantSource clock;
    private final PrintWriter out;
    private final PrintWriter err;

    /** With properties, a clock and streams of somebody's choice. */
    public KlarnaSetup(Environment environment, InstantSource clock, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** With what this process was started with; answers the exit code. */
    public static int main(List<String> arguments) {
        // Nothing but the result is to stand on the console; before Spring starts, Logback would tell everything.
        LoggingSystem.get(KlarnaSetup.class.getClassLoader()).beforeInitialize();
        var environment = new StandardEnvironment();
        new SpringApplicationJsonEnvironmentPostProcessor()
                .postProcessEnvironment(environment, new SpringApplication(KlarnaSetup.class));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        var setup = new KlarnaSetup(
                environment,
                InstantSource.system(),
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()));
        return setup.run(arguments.toArray(String[]::new));
    }

    /** Does one command; answers its exit code. */
    public int run(String... arguments) {
        var printer = new Printer(out, err);
        var connection = new Connection(environment);
        return new CommandLine(new Commands(connection, clock, printer))
                .addSubcommand(new SigningKeyCommands(connection, printer))
                .addSubcommand(new WebhookCommands(connection, printer))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, _, _) -> failed(failure, printer))
                .execute(arguments);
    }

    private static int failed(Exception failure, Printer printer) throws Exception {
        return switch (failure) {
            case SetupException known -> {
                printer.failure(String.valueOf(known.getMessage()), known.exitCode(), List.of());
                yield known.exitCode();
            }
            case ManagementException klarnas -> {
                int code = switch (klarnas.executed()) {
                    case NO -> ExitCodes.REFUSED;
                    case MAYBE -> ExitCodes.UNKNOWN;
                };
                printer.failure(String.valueOf(klarnas.getMessage()), code, klarnas.faults());
                yield code;
            }
            default -> throw failure;
        };
    }
}
