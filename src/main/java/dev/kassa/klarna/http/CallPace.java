package dev.kassa.klarna.http;

import java.time.Duration;

/** How long a call to Klarna may take. */
public enum CallPace {
    /**
     * Somebody waits for the answer: each exchange fits into 3 s. An activity makes up to three, and Temporal's 3 s for a
     * quick try may end it before the last.
     */
    QUICK,
    /** Nobody waits: longer than the 59 s after which Klarna itself gives up (Klarna docs: Request Timeout). */
    PATIENT;

    /** The limits this means, unless they are configured. */
    public Timeouts timeouts() {
        return switch (this) {
            case QUICK -> new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofMillis(1250));
            case PATIENT -> new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(65), Duration.ofSeconds(65));
        };
    }
}
