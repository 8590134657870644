package dev.kassa.checkout.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A table of expected ends, as it was written down before it was run: rows are faults, columns are what they meet. */
record Matrix(List<String> columns, List<List<String>> rows) {
    /** A cell that cannot be: it is not run. */
    private static final String IMPOSSIBLE = "-";

    /** What one cell expects. */
    record Cell(String row, String column, String expected) {
        String name() {
            return row + " at " + column;
        }
    }

    /** Lines of cells between bars; the first is the head, {@code #} begins a comment. */
    static Matrix read(String resource) {
        try (var stream = Objects.requireNonNull(Matrix.class.getResourceAsStream(resource), resource)) {
            var lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.strip().split("\\s*\\|\\s*")))
                    .toList();
            var columns = lines.getFirst();
            for (var line : lines) {
                if (line.size() != columns.size()) {
                    throw new IllegalStateException(resource + ": another number of cells in " + line);
                }
            }
            return new Matrix(columns.subList(1, columns.size()), lines.subList(1, lines.size()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (var row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                if (!row.get(i + 1).equals(IMPOSSIBLE)) {
                    cells.add(new Cell(row.getFirst(), columns.get(i), row.get(i + 1)));
                }
            }
        }
        return List.copyOf(cells);
    }

    List<String> rowNames() {
        return rows.stream().map(List::getFirst).toList();
    }

    /** The table with what was seen; a cell that differs from what is expected says so. */
    String printed(String title, Map<Cell, String> seen) {
        var table = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of(title));
        head.addAll(columns);
        table.add(head);
        for (var row : rows) {
            var line = new ArrayList<>(List.of(row.getFirst()));
            for (int i = 0; i < columns.size(); i++) {
                var cell = new Cell(row.getFirst(), columns.get(i), row.get(i + 1));
                var end = seen.getOrDefault(cell, cell.expected().equals(IMPOSSIBLE) ? IMPOSSIBLE : "not run");
                line.add(end.equals(cell.expected()) ? end : "!! " + end + ", not " + cell.expected());
            }
            table.add(line);
        }
        var widths = IntStream.range(0, head.size())
                .map(i -> table.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElse(0))
                .toArray();
        var text = new StringBuilder("\n");
        for (var line : table) {
            for (int i = 0; i < line.size(); i++) {
                text.append(("%-" + (widths[i] + 2) + "s").formatted(line.get(i)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
