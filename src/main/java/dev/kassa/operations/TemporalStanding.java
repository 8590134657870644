package dev.kassa.operations;

import java.time.Duration;
import java.util.Optional;

/** How Temporal answered when it was last asked. */
public sealed interface TemporalStanding {
    /** It is there, and so is the namespace. */
    record Reachable(Optional<Duration> retention) implements TemporalStanding {
        /** How long a closed run must at least stay findable (contract, section 5). */
        public static final Duration LEAST_RETENTION = Duration.ofDays(8);

        /** Whether closed runs are forgotten too early; false where the server does not say (the embedded one). */
        public boolean forgetsTooEarly() {
            return retention.isPresent() && retention.get().compareTo(LEAST_RETENTION) < 0;
        }
    }

    /**
     * It does not answer, or not for this namespace.
     *
     * @param why in a few words, fit for a log
     */
    record Away(String why) implements TemporalStanding {}
}
