package dev.kassa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process has taken of the machine, by Linux's own books in /proc. */
final class Cpu {
    /** Of all Linux machines that a JDK 25 runs on ({@code getconf CLK_TCK}). */
    private static final double TICKS_PER_SECOND = 100;

    private Cpu() {}

    /** CPU seconds, user and system, of all its threads. */
    static double seconds(long pid) {
        var fields = stat(pid);
        return fields.isEmpty() ? 0 : (number(fields, 13) + number(fields, 14)) / TICKS_PER_SECOND;
    }

    /** The same of a process and its children, those included that have ended: PostgreSQL's. */
    static double secondsWithChildren(long pid) {
        var own = stat(pid);
        double sum = own.isEmpty()
                ? 0
                : (number(own, 13) + number(own, 14) + number(own, 15) + number(own, 16)) / TICKS_PER_SECOND;
        return sum
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> seconds(child.pid()))
                        .sum();
    }

    /** Resident memory in KiB. */
    static long residentKib(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The fields of proc(5), counted from 0; the name, which may hold blanks, is one. */
    private static List<String> stat(long pid) {
        try {
            var line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            int end = line.lastIndexOf(')');
            var fields = new ArrayList<>(List.of(Long.toString(pid), "name"));
            fields.addAll(List.of(line.substring(end + 2).strip().split(" ")));
            return fields;
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException gone) {
            // A process that ends while its file is read.
            return List.of();
        }
    }

    private static long number(List<String> fields, int place) {
        return Long.parseLong(fields.get(place));
    }
}
