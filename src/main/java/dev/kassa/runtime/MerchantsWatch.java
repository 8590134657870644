package dev.kassa.runtime;

import dev.kassa.merchant.Merchants;
import dev.kassa.operations.MerchantsHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the merchants file again and again; a changed one counts from then on, a bad one changes nothing but what the
 * log and the health say. It is read whole each time: neither times nor inodes tell of every way to replace a file.
 */
final class MerchantsWatch implements MerchantsHealth.List, AutoCloseable {
    /** Contract section 6: within 10 s. */
    static final Duration EVERY = Duration.ofSeconds(4);

    private static final Logger log = LoggerFactory.getLogger(MerchantsWatch.class);

    private final MerchantsFile file;
    private final Merchants merchants;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("merchants-file").factory());
    private MerchantsFile.Reading last;
    private Instant takenAt;

    /** @throws InvalidPropertiesException where the file is bad at the start: there is no older list to go on with */
    MerchantsWatch(MerchantsFile file, InstantSource clock) {
        this.file = file;
        this.last = file.read();
        if (!last.faults().isEmpty()) {
            throw new InvalidPropertiesException(last.faults());
        }
        this.merchants = new Merchants(last.merchants());
        this.clock = clock;
        this.takenAt = clock.instant();
    }

    static MerchantsWatch started(MerchantsFile file, InstantSource clock) {
        var watch = new MerchantsWatch(file, clock);
        // What a look throws it also logs.
        var _ = watch.timer.scheduleWithFixedDelay(
                watch::lookQuietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** One object for as long as the process runs; who is on its list changes. */
    Merchants merchants() {
        return merchants;
    }

    /** Whatever goes wrong in one look must not end the looking. */
    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException unexpected) {
            log.error("The merchants file could not be looked at; the merchants stay as they are", unexpected);
        }
    }

    /** Looks once. */
    synchronized void look() {
        var now = file.read();
        if (now.isSameAs(last)) {
            return;
        }
        last = now;
        if (!now.faults().isEmpty()) {
            log.error("{} is not taken, the merchants stay as they are: {}", file.path(), faults());
            return;
        }
        merchants.replaceBy(now.merchants());
        takenAt = clock.instant();
        log.info("{} was taken: {} merchants", file.path(), now.merchants().size());
    }

    @Override
    public synchronized Instant takenAt() {
        return takenAt;
    }

    @Override
    public synchronized java.util.List<String> faults() {
        return last.faults().stream()
                .map(fault -> fault.property() + " " + fault.fault())
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
