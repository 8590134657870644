package dev.kassa.operations;

import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is left of the scrape page, and that an alert's counter is there before its first event. */
class ScrapeDietTest {
    /** As the SDK tags them. */
    private static final Map<String, String> OF_A_RUN = Map.of(
            "namespace", "default",
            "task_queue", "kassa-checkouts",
            "workflow_type", "CheckoutWorkflow",
            "worker_type", "none",
            "activity_type", "none",
            "exception", "none");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MicrometerClientStatsReporter sdk = new MicrometerClientStatsReporter(meters);

    ScrapeDietTest() {
        meters.config().meterFilter(new ScrapeDiet());
    }

    @Test
    void aTimerOfTheSdkHasEightBucketsAndNoTagThatSaysNone() {
        sdk.reportTimer("temporal_request_latency", OF_A_RUN, com.uber.m3.util.Duration.ofMillis(20));

        var page = meters.scrape();
        assertThat(page.lines().filter(line -> line.startsWith("temporal_request_latency_seconds_bucket")))
                .hasSize(9);
        assertThat(page).doesNotContain("none").contains("task_queue=\"kassa-checkouts\"");
    }

    @Test
    void whatARunCountsHasItsOwnTagsOnly() {
        var tags = new HashMap<>(OF_A_RUN);
        tags.put("status", "AUTHORIZED");
        tags.put("reason", "approved");
        sdk.reportCounter("kassa_checkouts_ended", tags, 1);

        assertThat(meters.scrape())
                .contains("kassa_checkouts_ended_total{reason=\"approved\",status=\"AUTHORIZED\"} 1.0");
    }

    @Test
    void requestsOfEveryPathAreOnThePageTogether() {
        for (var path : List.of("/actuator/prometheus", "/v1/checkouts", "UNKNOWN", "/codec/decode")) {
            meters.timer("http.server.requests", "uri", path).record(Duration.ofMillis(20));
        }
        assertThat(meters.scrape()).contains("uri=\"/v1/checkouts\"", "uri=\"/actuator/prometheus\"");
    }

    @Test
    void noSeriesOfSpringSecurityIsKept() {
        meters.timer("spring.security.filterchains").record(Duration.ofSeconds(1));

        assertThat(meters.scrape()).doesNotContain("security");
    }

    @Test
    void theCountersThatAlertsWatchAreThereAtZeroAndAreTheOnesThatAreCounted() {
        KnownMeters.register(meters, "default", "kassa-checkouts", List.of("krn:key:1"));
        int before = meters.getMeters().size();
        assertThat(names(meters)).contains("temporal_corrupted_signals", "kassa_checkouts_ended");
        assertThat(meters.scrape().lines().filter(line -> line.startsWith("kassa_checkouts_ended")))
                .allMatch(line -> line.endsWith(" 0.0"));

        sdk.reportCounter("temporal_corrupted_signals", OF_A_RUN, 1);
        sdk.reportCounter("temporal_workflow_failed", OF_A_RUN, 1);
        var failed = new HashMap<>(OF_A_RUN);
        failed.put("worker_type", "WorkflowWorker");
        failed.put("failure_reason", "NonDeterminismError");
        sdk.reportCounter("temporal_workflow_task_execution_failed", failed, 1);

        assertThat(meters.getMeters()).as("no second series beside the first").hasSize(before);
        assertThat(meters.get("temporal_corrupted_signals").counter().count()).isEqualTo(1);
    }

    @Test
    void everyWordIsOneThatTheCodeUses() {
        KnownMeters.register(meters, "default", "kassa-checkouts", List.of());

        var ends = meters.find("kassa_checkouts_ended").meters();
        assertThat(ends)
                .extracting(end -> CheckoutStatus.valueOf(tag(end, "status")))
                .doesNotContain(AWAITING_CUSTOMER);
        assertThat(ends).extracting(end -> Reason.of(tag(end, "reason"))).contains(Reason.TOKEN_EXPIRED);
    }

    private static String tag(Meter meter, String key) {
        return Objects.requireNonNull(meter.getId().getTag(key));
    }

    private static List<String> names(MeterRegistry meters) {
        return meters.getMeters().stream().map(meter -> meter.getId().getName()).toList();
    }
}
