package dev.kassa.runtime;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who looks on at one checkout of the demo. */
final class Watching implements AutoCloseable {
    private final int status;
    private final Scanner lines;
    private final StringBuilder sent = new StringBuilder();
    private String lastEventId = "";

    Watching(HttpResponse<InputStream> answer) {
        status = answer.statusCode();
        lines = new Scanner(answer.body(), StandardCharsets.UTF_8);
    }

    int status() {
        return status;
    }

    /** The first view that is as wanted. */
    JsonNode until(Predicate<JsonNode> wanted) {
        while (true) {
            var line = next();
            if (line.startsWith("data:")) {
                var view = JsonMapper.shared()
                        .readTree(line.substring("data:".length()))
                        .path("view");
                if (wanted.test(view)) {
                    return view;
                }
            }
        }
    }

    String firstLine() {
        return next();
    }

    private String next() {
        var line = lines.nextLine();
        sent.append(line).append('\n');
        if (line.startsWith("id:")) {
            lastEventId = line.substring("id:".length());
        }
        return line;
    }

    /** Of the view that was sent last. */
    String lastEventId() {
        return lastEventId;
    }

    String allThatWasSent() {
        return sent.toString();
    }

    @Override
    public void close() {
        lines.close();
    }
}
