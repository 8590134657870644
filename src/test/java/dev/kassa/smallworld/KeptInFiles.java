package dev.kassa.smallworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file for each batch that was played to its end, a line for each sequence. */
record KeptInFiles(Path directory) implements Exploration.Kept {
    private static final String BETWEEN = " | ";

    @Override
    public @Nullable List<Played> batch(int level, int number) throws IOException {
        var file = file(level, number);
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(KeptInFiles::read).toList()
                : null;
    }

    @Override
    public void keep(int level, int number, List<Played> played) throws IOException {
        Files.createDirectories(directory);
        var half = Files.createTempFile(directory, "half", null);
        Files.write(half, played.stream().map(KeptInFiles::written).toList());
        Files.move(half, file(level, number), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(int level, int number) {
        return directory.resolve(level + "-" + number + ".txt");
    }

    private static String written(Played played) {
        return String.join(
                BETWEEN,
                played.sequence().words(),
                played.end(),
                String.valueOf(played.happened()),
                String.valueOf(played.isOpen()),
                String.join(";", played.wrongs()) + ".");
    }

    private static Played read(String line) {
        var parts = line.split(" \\| ", -1);
        var wrongs = parts[4].substring(0, parts[4].length() - 1);
        return new Played(
                Sequence.of(parts[0]),
                parts[1],
                Boolean.parseBoolean(parts[2]),
                Boolean.parseBoolean(parts[3]),
                wrongs.isEmpty() ? List.of() : Arrays.asList(wrongs.split(";", -1)));
    }
}
