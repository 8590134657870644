package dev.kassa.operations;

import dev.kassa.merchant.Merchants;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells how many merchants there are and what is wrong with their file, where they come from one. Never DOWN: with a
 * bad file the service goes on with the list it has, which is better than none.
 */
public final class MerchantsHealth implements HealthIndicator {
    private final Merchants merchants;
    private final List list;

    public MerchantsHealth(Merchants merchants, List list) {
        this.merchants = merchants;
        this.list = list;
    }

    @Override
    public Health health() {
        var health = Health.up()
                .withDetail("merchants", merchants.all().size())
                .withDetail("taken_at", list.takenAt().toString());
        if (!list.faults().isEmpty()) {
            health.withDetail("warning", "the merchants file is not taken, an older one counts");
            health.withDetail("faults", list.faults());
        }
        return health.build();
    }

    /** Where the merchants come from. */
    public interface List {
        /** Since when the list counts that counts now. */
        Instant takenAt();

        /** What is wrong with a newer one; no word of it is a value of the file. Empty where there is nothing. */
        java.util.List<String> faults();
    }
}
