package dev.kassa.smallworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ends that were reached: status and reason, and how the purchase then stands at Klarna. */
final class Ends {
    /** Committed: one end a line, behind the word of the smallest exploration that reaches it. */
    static final Path LIST = Path.of("src/test/resources/small-world/ends.txt");

    private final Map<String, Integer> runs = new TreeMap<>();
    private final Map<String, Sequence> shortest = new TreeMap<>();

    void add(Collection<Played> played) {
        for (var one : played) {
            runs.merge(one.end(), 1, Integer::sum);
            shortest.merge(one.end(), one.sequence(), Ends::shorter);
        }
    }

    private static Sequence shorter(Sequence one, Sequence other) {
        return other.steps().size() < one.steps().size() ? other : one;
    }

    /** Each end with how many runs had it and a shortest way to it. */
    String printed() {
        var page = new StringBuilder();
        runs.forEach((end, count) -> page.append("%7d  %-48s e.g. %s%n".formatted(count, end, shortest.get(end))));
        return page.toString();
    }

    int count() {
        return runs.size();
    }

    /**
     * What was reached and is not in the list, and what is in the list and was not reached.
     *
     * @param ofAll whether everything in the list is to be reached, or only what {@code verify} reaches
     */
    List<String> differences(List<String> list, boolean ofAll) {
        var known = new TreeSet<String>();
        var differences = new ArrayList<String>();
        for (var line : list) {
            int blank = line.indexOf(' ');
            var end = line.substring(blank + 1);
            known.add(end);
            if ((ofAll || line.startsWith("verify ")) && !runs.containsKey(end)) {
                differences.add("lost: " + end);
            }
        }
        shortest.forEach((end, sequence) -> {
            if (!known.contains(end)) {
                differences.add("new: " + end + ", by " + sequence);
            }
        });
        return differences;
    }

    static List<String> list() throws IOException {
        return Files.readAllLines(LIST);
    }
}
