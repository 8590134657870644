package dev.kassa.operations;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.merchant.Merchants;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is open over all runs, every 15 s, for the metrics: a scrape reads what was counted last, and asks nobody.
 *
 * <p>Every process that counts shows the same numbers, so of several the largest counts. A number that could not be
 * counted again stays, and {@code kassa_census_age_seconds} tells how old the numbers are. On a server without visibility
 * nothing is counted, and nothing shown.
 */
public final class RunCensus implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunCensus.class);
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration OVERDUE = Duration.ofMinutes(15);
    /** Merchants beyond these wait for the next round, the longest waiting first. */
    private static final int MERCHANTS_PER_ROUND = 50;

    private final OpenRuns runs;
    private final Supplier<TemporalStanding> temporal;
    private final Merchants merchants;
    private final WebhookSilence silence;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final MultiGauge silences;
    private final Map<String, Double> silenceByMerchant = new ConcurrentHashMap<>();
    private final Map<CheckoutStatus, Long> open = new EnumMap<>(CheckoutStatus.class);
    private volatile Numbers numbers = new Numbers(Map.of(), 0, 0, null, null);
    private volatile Instant countedAt;
    private volatile boolean temporalIsThere;
    private volatile double retentionSeconds = Double.NaN;
    private boolean shown;
    private boolean isFailing;
    private int nextMerchant;
    private volatile @Nullable Thread counting;

    /** @param temporal asks how it stands, in a bounded time */
    public RunCensus(
            WorkflowClient client,
            Supplier<TemporalStanding> temporal,
            Merchants merchants,
            WebhookSilence silence,
            MeterRegistry meters,
            InstantSource clock) {
        this.runs = new OpenRuns(client);
        this.temporal = temporal;
        this.merchants = merchants;
        this.silence = silence;
        this.meters = meters;
        this.clock = clock;
        this.countedAt = clock.instant();
        this.silences = MultiGauge.builder("kassa.webhook.silence")
                .description(
                        "Time without an event of Klarna's for a merchant while customers wait; the smallest counts")
                .baseUnit("seconds")
                .register(meters);
    }

    /** What was counted. */
    private record Numbers(
            Map<CheckoutStatus, Long> open,
            long notifications,
            long overdue,
            @Nullable Instant oldestToken,
            @Nullable Instant oldestCancel) {}

    /** Begins, on a thread of its own. */
    public void start() {
        Gauge.builder("kassa.temporal.reachable", this, census -> census.temporalIsThere ? 1 : 0)
                .description("Whether Temporal answers for the namespace")
                .register(meters);
        Gauge.builder("kassa.temporal.retention", this, census -> census.retentionSeconds)
                .description("How long Temporal keeps ended runs")
                .baseUnit("seconds")
                .register(meters);
        counting = Thread.ofVirtual().name("kassa-census").start(this::countAgainAndAgain);
    }

    private void countAgainAndAgain() {
        boolean listsRuns = true;
        try {
            while (true) {
                askTemporal();
                if (temporalIsThere && listsRuns) {
                    listsRuns = counted();
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void askTemporal() {
        switch (temporal.get()) {
            case TemporalStanding.Away _ -> temporalIsThere = false;
            case TemporalStanding.Reachable there -> {
                temporalIsThere = true;
                retentionSeconds = there.retention().map(Duration::toSeconds).orElse(0L);
            }
        }
    }

    /** Whether it is worth counting again. */
    boolean counted() {
        try {
            count();
            isFailing = false;
            return true;
        } catch (StatusRuntimeException failure) {
            if (Visibility.isMissing(failure)) {
                log.info("This Temporal lists no runs: metrics of what is open are not shown.");
                return false;
            }
            tell(failure);
            return true;
        } catch (RuntimeException failure) {
            log.warn("What is open could not be counted", failure);
            return true;
        }
    }

    /** Once for each outage: it comes again every 15 s, and the metrics tell how long it lasts. */
    private void tell(StatusRuntimeException failure) {
        if (!isFailing) {
            log.warn(
                    "What is open could not be counted: {}", failure.getStatus().getCode());
        }
        isFailing = true;
        log.debug("What is open could not be counted", failure);
    }

    private void count() {
        var now = clock.instant();
        for (var status : CheckoutStatus.values()) {
            if (!status.isFinal()) {
                open.put(status, runs.checkouts(status));
            }
        }
        numbers = new Numbers(
                Map.copyOf(open),
                runs.notifications(),
                runs.notificationsOlderThan(now.minus(OVERDUE)),
                oldest(CheckoutStatus.FINALIZING),
                oldest(CheckoutStatus.CANCELING));
        listen();
        countedAt = clock.instant();
        show();
    }

    private @Nullable Instant oldest(CheckoutStatus status) {
        return open.getOrDefault(status, 0L) == 0 ? null : runs.oldest(status).orElse(null);
    }

    private void listen() {
        var all = merchants.all().stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
        for (int i = 0; i < Math.min(MERCHANTS_PER_ROUND, all.size()); i++) {
            var merchant = all.get(nextMerchant++ % all.size());
            silenceByMerchant.put(merchant.id(), (double)
                    silence.of(merchant, runs::waitingCustomers).toSeconds());
        }
        silenceByMerchant.keySet().removeIf(id -> merchants.byId(id).isEmpty());
        silences.register(
                silenceByMerchant.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(Tags.of("merchant", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
    }

    /** Only once there is something to show: a zero that nobody counted would look like a good one. */
    private void show() {
        if (shown) {
            return;
        }
        shown = true;
        for (var status : List.copyOf(open.keySet())) {
            Gauge.builder("kassa.checkouts.open", this, census -> census.openWith(status))
                    .description("Open checkouts; FINALIZING and CANCELING only those whose first try failed")
                    .tag("status", status.name())
                    .register(meters);
        }
        gauge("kassa.notifications.open", "Notifications not delivered yet", () -> numbers.notifications);
        gauge("kassa.notifications.overdue", "Those that have waited for 15 minutes", () -> numbers.overdue);
        seconds("kassa.unfinalized.token.age", "The oldest token not confirmed", () -> numbers.oldestToken);
        seconds("kassa.patient.cancel.age", "The longest cancel under way", () -> numbers.oldestCancel);
        seconds("kassa.census.age", "How old these numbers are", () -> countedAt);
    }

    private long openWith(CheckoutStatus status) {
        return numbers.open.getOrDefault(status, 0L);
    }

    private void gauge(String name, String meaning, Supplier<Number> value) {
        Gauge.builder(name, value).description(meaning).register(meters);
    }

    /** Nothing that waits has no age. */
    private void seconds(String name, String meaning, Supplier<@Nullable Instant> since) {
        Gauge.builder(name, () -> {
                    var at = since.get();
                    return at == null
                            ? 0
                            : Duration.between(at, clock.instant()).toMillis() / 1000.0;
                })
                .description(meaning)
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void close() {
        Thread running = counting;
        if (running != null) {
            running.interrupt();
        }
    }
}
