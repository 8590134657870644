package dev.kassa.storm;

import java.time.Duration;

/**
 * How much one shard of a storm is.
 *
 * @param longSessions how many of a thousand sessions last for a day or two; they bring the years
 * @param kills of processes, workers and edges in turn
 */
record Size(int checkouts, int longSessions, int kills) {
    /** All begin within this time. */
    static final Duration BEGINNINGS = Duration.ofHours(3);
}
