package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** The scrape page of a Kassa that works. */
class MetricsJourneyIT extends Journeys {
    /** Two rounds of the census and Temporal's index, on a machine that does other things too. */
    private static final Duration SEEN = Duration.ofSeconds(60);

    @LocalManagementPort
    int managementPort;

    @Test
    void aPaidCheckoutIsOnThePageAndNothingOfWhoPaidIt() throws Exception {
        var started = shop().starts(order);
        klarna.customer(order.reference()).approve();
        shop().waitsForTheEndOf(started.id());

        Awaitility.await()
                .atMost(SEEN)
                .until(() -> value("kassa_checkouts_ended_total", "AUTHORIZED", "approved") > 0
                        && value("kassa_completions_total", "webhook") > 0);
        var page = page();
        assertThat(page)
                .doesNotContain(started.id(), order.reference(), "krn:payment:", "sample-key", "/v1/checkouts/chk_");
        assertThat(page.lines().filter(line -> line.startsWith("temporal_") && line.contains("_bucket{")))
                .hasSizeLessThan(900);
    }

    @Test
    @RealServer.Needed(because = "the embedded one counts nothing")
    void whatIsOpenIsCountedAndAFinalizationThatNeedsPatienceHasAnAge() throws Exception {
        var started = shop().starts(order);
        klarna.faults().nextFor(order.reference(), Operation.FINAL_AUTHORIZE, 6, Fault.UNAVAILABLE_503);
        klarna.customer(order.reference()).approve();

        Awaitility.await()
                .atMost(SEEN)
                .until(() -> value("kassa_checkouts_open", "FINALIZING") > 0
                        && value("kassa_unfinalized_token_age_seconds") > 0);
        assertThat(value("kassa_temporal_reachable")).isEqualTo(1);
        assertThat(value("kassa_census_age_seconds")).isLessThan(60);
        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
    }

    @Test
    @DisabledIfSystemProperty(named = "temporal.target", matches = ".+", disabledReason = "a real server counts")
    void onAServerThatListsNothingNoZeroStandsForWhatNobodyCounted() throws Exception {
        Awaitility.await().atMost(SEEN).until(() -> value("kassa_temporal_reachable") == 1);

        assertThat(page()).doesNotContain("kassa_checkouts_open", "kassa_unfinalized_token_age", "kassa_census_age");
    }

    private double value(String metric, String... values) throws IOException, InterruptedException {
        return page().lines()
                .filter(line -> line.startsWith(metric + "{"))
                .filter(line -> List.of(values).stream().allMatch(value -> line.contains("\"" + value + "\"")))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(0);
    }

    private String page() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var url = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");
            return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
