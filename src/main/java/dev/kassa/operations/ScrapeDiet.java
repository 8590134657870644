package dev.kassa.operations;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the scrape page to what somebody looks at. Temporal's SDK brings 69 buckets to each timer and a dozen tags to
 * each meter, most of which say "none".
 */
public final class ScrapeDiet implements MeterFilter {
    private static final List<Duration> FOR_TASKS = millis(10, 50, 100, 500, 1_000, 5_000, 10_000, 60_000);
    private static final List<Duration> FOR_KLARNA = millis(100, 300, 1_000, 3_000, 10_000, 30_000, 60_000);
    private static final List<Duration> FOR_CALLERS = millis(100, 300, 1_000, 3_000, 10_000, 15_000);
    /** Up to the 57 minutes in which a token may be used. */
    private static final List<Duration> FOR_TOKENS =
            millis(300, 1_000, 3_000, 10_000, 60_000, 600_000, 1_200_000, 3_420_000);

    /** The SDK's tags of a workflow's own meters; that there is one workflow and one task queue needs no label. */
    private static final Set<String> OF_THE_SDK = Set.of("namespace", "task_queue", "workflow_type");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith("spring.security.") ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        boolean workflows = id.getName().startsWith("kassa_");
        if (!workflows && !id.getName().startsWith("temporal_")) {
            return id;
        }
        var tags = new ArrayList<Tag>();
        for (var tag : id.getTags()) {
            boolean isNoise = tag.getValue().equals("none") || (workflows && OF_THE_SDK.contains(tag.getKey()));
            if (!isNoise) {
                tags.add(tag);
            }
        }
        return id.replaceTags(tags);
    }

    @Override
    public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        var buckets = buckets(id);
        if (id.getType() != Meter.Type.TIMER || buckets.isEmpty()) {
            return config;
        }
        return DistributionStatisticConfig.builder()
                .percentilesHistogram(false)
                .serviceLevelObjectives(
                        buckets.stream().mapToDouble(Duration::toNanos).toArray())
                .build()
                .merge(config);
    }

    /** By the name alone: a name whose timers are partly histograms has no page at all. */
    private static List<Duration> buckets(Meter.Id id) {
        var name = id.getName();
        if (name.startsWith("temporal_")) {
            return FOR_TASKS;
        }
        return switch (name) {
            case "kassa.klarna.calls", "kassa_authorize" -> FOR_KLARNA;
            case "kassa_finalize" -> FOR_TOKENS;
            case "http.server.requests" -> FOR_CALLERS;
            default -> List.of();
        };
    }

    private static List<Duration> millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toList();
    }
}
