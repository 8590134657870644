package dev.kassa.klarna.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read. */
final class SecretFile {
    private static final String OWNER_ONLY = "rw-------";

    private SecretFile() {}

    /**
     * Makes the file before there is anything to keep in it: a secret that is shown once must not meet a full disk or a
     * missing folder.
     */
    static void create(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } catch (FileAlreadyExistsException _) {
            throw new SetupException(ExitCodes.USAGE, file + " is there already, and is not overwritten");
        } catch (IOException cannot) {
            throw new SetupException(ExitCodes.USAGE, file + " cannot be written: " + cannot.getMessage());
        }
    }

    /** Replaces what the file holds, wholly or not at all. */
    static void write(Path file, String content) {
        var next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            create(next);
            Files.writeString(next, content, UTF_8);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            throw new SetupException(ExitCodes.UNKNOWN, file + " could not be written: " + cannot.getMessage());
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException cannot) {
            throw new SetupException(ExitCodes.USAGE, file + " cannot be read: " + cannot.getMessage());
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException cannot) {
            throw new SetupException(ExitCodes.UNKNOWN, file + " could not be deleted: " + cannot.getMessage());
        }
    }
}
