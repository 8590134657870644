package dev.kassa.klarna.setup;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tells a result: in words for a person, or as one JSON object for a script. */
final class Printer {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final PrintWriter out;
    private final PrintWriter err;
    private boolean json;

    Printer(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    void useJson() {
        json = true;
    }

    /** A result; what is null is left out of the JSON. */
    void result(Map<String, ? extends @Nullable Object> object, String words) {
        if (json) {
            var present = new LinkedHashMap<String, @Nullable Object>(object);
            present.values().removeIf(Objects::isNull);
            out.println(MAPPER.writeValueAsString(present));
        } else {
            out.println(words);
        }
        out.flush();
    }

    void failure(String message, int exitCode, List<String> faults) {
        if (json) {
            out.println(MAPPER.writeValueAsString(Map.of("error", message, "faults", faults, "exit_code", exitCode)));
            out.flush();
        } else {
            err.println("klarna-setup: " + message);
            faults.forEach(fault -> err.println("  " + fault));
            err.flush();
        }
    }
}
