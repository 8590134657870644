package dev.kassa.checkout.api;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request, all of it at once. */
final class Faults {
    private final List<Fault> faults = new ArrayList<>();

    static List<Fault> one(String pointer, String detail) {
        return List.of(new Fault(pointer, detail));
    }

    void add(String pointer, String detail) {
        faults.add(new Fault(pointer, detail));
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    List<Fault> all() {
        return List.copyOf(faults);
    }

    /** One of them: where in the request (a JSON Pointer, RFC 6901), and why. */
    record Fault(String pointer, String detail) {}
}
