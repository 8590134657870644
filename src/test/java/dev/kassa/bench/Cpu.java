package dev.kassa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a process has taken of the machine, by Linux's own books in /proc. */
final class Cpu {
    /** Of all Linux machines that a JDK 25 runs on ({@code getconf CLK_TCK}). */
    private static final double TICKS_PER_SECOND = 100;

    /** How Linux, which cuts names, calls the threads of HotSpot's two compilers. */
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre");

    private Cpu() {}

    /** CPU seconds, user and system, of all its threads. */
    static double seconds(long pid) {
        var fields = stat(pid);
        return fields.isEmpty() ? 0 : ownSeconds(fields);
    }

    private static double ownSeconds(List<String> fields) {
        return (number(fields, 13) + number(fields, 14)) / TICKS_PER_SECOND;
    }

    /**
     * Of these, what a Java process has spent on compiling itself: much while it is young, and for one that has run for
     * hours nothing. Its compilers' threads must not end: see {@code UseDynamicNumberOfCompilerThreads}.
     */
    static double compilingSeconds(long pid) {
        try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.filter(Cpu::isCompiler)
                    .map(thread -> stat(thread.resolve("stat")))
                    .filter(fields -> !fields.isEmpty())
                    .mapToDouble(Cpu::ownSeconds)
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            return COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
        } catch (IOException gone) {
            return false;
        }
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
        return stat(Path.of("/proc/" + pid + "/stat"));
    }

    private static List<String> stat(Path file) {
        try {
            var line = Files.readString(file);
            int end = line.lastIndexOf(')');
            var fields = new ArrayList<>(List.of("number", "name"));
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
