package dev.kassa.teeth;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in the order in which they are named, until one test fails: enough to know that a bug is caught. */
public final class TeethCommand implements TestExecutionListener {
    private static final int CAUGHT = 10;
    private static final int NO_TESTS = 3;
    private static final int TOO_BUSY = 4;

    private final Path answer;
    private final AtomicLong passed = new AtomicLong();

    private TeethCommand(Path answer) {
        this.answer = answer;
    }

    /** {@code FILE-FOR-THE-ANSWER CLASS…}; ends with 0 where all passed, with 10 where one failed. */
    public static void main(String[] arguments) throws Exception {
        var listener = new TeethCommand(Path.of(arguments[0]));
        for (int at = 1; at < arguments.length; at++) {
            LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(arguments[at]))
                    .build();
            LauncherFactory.create().execute(tests, listener);
        }
        Files.writeString(listener.answer, listener.passed + " tests passed");
        System.exit(listener.passed.get() == 0 ? NO_TESTS : 0);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed.addAndGet(test.isTest() ? 1 : 0);
            case ABORTED -> {}
            case FAILED -> failed(test, result);
        }
    }

    private void failed(TestIdentifier test, TestExecutionResult result) {
        var why = result.getThrowable().map(TeethCommand::printed).orElse("");
        // A machine so busy that a world cannot even be warmed up says nothing of a bug.
        boolean tooBusy = why.contains("$WarmUp");
        try {
            Files.writeString(answer, name(test) + "\n" + why);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        // Whatever still runs would take minutes to end.
        Runtime.getRuntime().halt(tooBusy ? TOO_BUSY : CAUGHT);
    }

    private static String printed(Throwable failure) {
        var page = new StringWriter();
        failure.printStackTrace(new PrintWriter(page));
        return page.toString();
    }

    private static String name(TestIdentifier test) {
        var segments = test.getUniqueIdObject().getSegments();
        var type = segments.stream()
                .filter(segment -> segment.getType().equals("class"))
                .map(segment -> segment.getValue().replaceAll(".*\\.", ""))
                .findFirst()
                .orElse("");
        return type + " " + test.getDisplayName().replaceAll("\\s+", " ");
    }
}
