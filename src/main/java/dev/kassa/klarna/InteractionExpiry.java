package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;

/**
 * How long a Payment Request stays open: exactly one of the two, as Klarna takes them.
 *
 * @param duration ISO 8601, 2–25 characters, 15 minutes … 48 hours
 * @param timestamp RFC 3339 with zone, 15 minutes … 48 hours from the request's creation
 */
public record InteractionExpiry(
        @Nullable String duration, @Nullable String timestamp) {
    public InteractionExpiry {
        if ((duration == null) == (timestamp == null)) {
            throw new IllegalArgumentException("exactly one of duration and timestamp");
        }
    }
}
