package dev.kassa.runtime;

/** The embedded profile's Temporal in a process of its own, so that its heap holds nothing else. */
public final class EmbeddedTemporalAlone {
    private EmbeddedTemporalAlone() {}

    /** Prints where it listens, and serves until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        try (var temporal = EmbeddedTemporal.start()) {
            System.out.println(temporal.target());
            Thread.currentThread().join();
        }
    }
}
