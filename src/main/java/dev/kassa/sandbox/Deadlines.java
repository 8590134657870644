package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the clock does to a Payment Request, as it stands, next (klarna.md, sections 1 and 11). */
final class Deadlines {

    private Deadlines() {}

    /** Something that the clock does, and when. */
    record Next(What what, Instant at) {}

    /** What the clock does. */
    enum What {
        /** It becomes EXPIRED. */
        EXPIRY,
        /** It becomes SUBMITTED again. */
        REOPENING,
        /** It can no longer be read. */
        DELETION
    }

    /** The same is never next again once it was done: whoever waits for it would never end. */
    static Optional<Next> next(PaymentRequest request, Switches switches, Duration deletionDelay) {
        if (request.deleted) {
            return Optional.empty();
        }
        return switch (request.state) {
            case SUBMITTED, IN_PROGRESS -> Optional.of(new Next(What.EXPIRY, expiry(request)));
            case EXPIRED -> Optional.of(new Next(What.DELETION, request.updatedAt.plus(deletionDelay)));
            case COMPLETED -> completed(request, switches, deletionDelay);
            case CANCELED, DECLINED -> Optional.empty();
        };
    }

    // One that is open again after its expiry expires then, and not before.
    private static Instant expiry(PaymentRequest request) {
        return request.updatedAt.isAfter(request.expiresAt) ? request.updatedAt : request.expiresAt;
    }

    private static Optional<Next> completed(PaymentRequest request, Switches switches, Duration deletionDelay) {
        if (request.tokenUse != null) {
            return switches.has(Unknown.CompletedAfterFinalization.DELETED)
                    ? Optional.of(new Next(What.DELETION, request.updatedAt))
                    : Optional.empty();
        }
        Optional<Next> byExpiry = switch (switches.of(Unknown.CompletedAfterExpiry.class)) {
            case KEPT -> Optional.empty();
            case DELETED -> Optional.of(new Next(What.DELETION, request.expiresAt.plus(deletionDelay)));
            case EXPIRED -> Optional.of(new Next(What.EXPIRY, request.expiresAt));
        };
        Optional<Next> byDeath = tokenDeath(request, switches, deletionDelay);
        if (byExpiry.isPresent() && byDeath.isPresent()) {
            return byDeath.get().at().isBefore(byExpiry.get().at()) ? byDeath : byExpiry;
        }
        return byExpiry.or(() -> byDeath);
    }

    private static Optional<Next> tokenDeath(PaymentRequest request, Switches switches, Duration deletionDelay) {
        @Nullable Instant death = request.tokenExpiresAt();
        if (death == null) {
            return Optional.empty();
        }
        return switch (switches.of(Unknown.CompletedAfterTokenDeath.class)) {
            case KEPT -> Optional.empty();
            case DELETED -> Optional.of(new Next(What.DELETION, death.plus(deletionDelay)));
            case EXPIRED -> Optional.of(new Next(What.EXPIRY, death));
            case SUBMITTED -> Optional.of(new Next(What.REOPENING, death));
        };
    }
}
