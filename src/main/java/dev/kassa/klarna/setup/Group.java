package dev.kassa.klarna.setup;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands under one word: the word alone is no command. */
@Command
abstract class Group implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which command?");
        }
    }
}
