package dev.kassa.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file that only grows: a line for each change, with its checksum before it. What was appended survives the end of the
 * process, however that comes; it is left to the system when the disk hears of it. The file holds tokens and keys, so
 * only its owner may read it.
 */
final class Journal implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    private static final int CHECKSUM = 8;

    private final Path file;
    private final FileChannel lock;
    private final FileChannel out;
    private final List<ObjectNode> found = new ArrayList<>();

    private Journal(Path file, FileChannel lock, FileChannel out) {
        this.file = file;
        this.lock = lock;
        this.out = out;
    }

    /**
     * Opens the journal of a directory, which is made where it is not there.
     *
     * @throws IllegalStateException where another sandbox has it, or a line that is not the last is damaged
     * @throws UncheckedIOException where it cannot be read or written
     */
    static Journal in(Path directory) {
        try {
            Files.createDirectories(directory, forTheOwner("rwx------"));
            return holding(directory, open(directory.resolve("sandbox.lock")));
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot keep anything in " + directory, e);
        }
    }

    // What could not be opened holds nothing: whoever mends the directory can start there in the same process.
    private static Journal holding(Path directory, FileChannel lock) throws IOException {
        @Nullable FileChannel out = null;
        try {
            takeFor(directory, lock);
            Path file = directory.resolve("sandbox.jsonl");
            out = open(file);
            Journal journal = new Journal(file, lock, out);
            journal.read();
            return journal;
        } catch (IOException | RuntimeException e) {
            if (out != null) {
                out.close();
            }
            lock.close();
            throw e;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                forTheOwner("rw-------"));
    }

    private static FileAttribute<?>[] forTheOwner(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    // Held by the process: the system lets go of it when the process is killed.
    private static void takeFor(Path directory, FileChannel lock) throws IOException {
        @Nullable FileLock taken;
        try {
            taken = lock.tryLock();
        } catch (OverlappingFileLockException _) {
            taken = null;
        }
        if (taken == null) {
            throw new IllegalStateException("Another sandbox keeps its state in " + directory);
        }
    }

    /** The changes so far, in order. */
    List<ObjectNode> found() {
        return found;
    }

    /** Appends a change; when this returns a kill of the process does not lose it any more. */
    void append(ObjectNode change) {
        byte[] json = Json.bytes(change);
        byte[] line = new byte[CHECKSUM + 1 + json.length + 1];
        System.arraycopy(checksum(json, 0, json.length).getBytes(StandardCharsets.US_ASCII), 0, line, 0, CHECKSUM);
        line[CHECKSUM] = ' ';
        System.arraycopy(json, 0, line, CHECKSUM + 1, json.length);
        line[line.length - 1] = '\n';
        try {
            write(ByteBuffer.wrap(line));
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write " + file, e);
        }
    }

    private void write(ByteBuffer line) throws IOException {
        long before = out.position();
        try {
            while (line.hasRemaining()) {
                out.write(line);
            }
        } catch (IOException e) {
            // Half a line before the next whole one would be damage; at the end it is only cut off.
            out.truncate(before);
            throw e;
        }
    }

    private void read() throws IOException {
        byte[] all = Files.readAllBytes(file);
        int whole = 0;
        int from = 0;
        boolean damaged = false;
        while (from < all.length) {
            int end = endOfLine(all, from);
            Optional<ObjectNode> change = end < all.length ? change(all, from, end) : Optional.empty();
            if (change.isPresent() && damaged) {
                throw new IllegalStateException(
                        "Line " + (found.size() + 1) + " of " + file + " is damaged, and it is not the last");
            }
            if (change.isPresent()) {
                found.add(change.get());
                whole = end + 1;
            }
            damaged = change.isEmpty();
            from = end + 1;
        }
        cutOff(all.length, whole);
    }

    private void cutOff(int length, int whole) throws IOException {
        if (whole < length) {
            LOG.log(
                    Level.WARNING,
                    "The last change in {0} was not written to its end; its {1} bytes are cut off. Nobody was answered"
                            + " upon it.",
                    file,
                    String.valueOf(length - whole));
            out.truncate(whole);
        }
        out.position(whole);
    }

    private static int endOfLine(byte[] all, int from) {
        int end = from;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        return end;
    }

    private static Optional<ObjectNode> change(byte[] all, int from, int end) {
        int json = from + CHECKSUM + 1;
        if (json >= end) {
            return Optional.empty();
        }
        String written = new String(all, from, CHECKSUM, StandardCharsets.US_ASCII);
        if (!written.equals(checksum(all, json, end - json))) {
            return Optional.empty();
        }
        return Json.parse(Arrays.copyOfRange(all, json, end));
    }

    private static String checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Override
    public void close() {
        try {
            out.close();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
