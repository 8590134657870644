package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/**
 * The embedded profile as it starts for a first look: nothing is set, all is made, the in-process Temporal included
 * even where {@code -Dtemporal.target} names another.
 */
@EmbeddedApplication
@Isolated
@Timeout(60)
class EmbeddedJourneyIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private Environment environment;

    @Autowired
    private DemoMerchant demo;

    @Autowired
    private CodecKey codec;

    @Test
    void whatKlarnaAndBrowsersAreToldIsWhereTheServiceIs() {
        assertThat(environment.getProperty("kassa.public-url")).isEqualTo("http://127.0.0.1:" + port);
    }

    @Test
    void theServiceIsReadyAndLiveAndCounts() throws Exception {
        var anybody = new Shop("http://127.0.0.1:" + port, "");
        assertThat(anybody.knocks("{}", "0".repeat(64), "krn:nobody")).isEqualTo(400);
        assertThat(get("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"))
                .contains("\"temporal\"")
                .contains("\"status\":\"UP\"");
        assertThat(get("http://127.0.0.1:" + managementPort + "/actuator/health/liveness"))
                .contains("\"status\":\"UP\"");
        assertThat(get("http://127.0.0.1:" + managementPort + "/actuator/prometheus"))
                .contains("temporal_", "kassa_webhook_");
    }

    @Test
    void theDemoPageStartsACheckoutWithoutKnowingAKey() throws Exception {
        assertThat(get("http://127.0.0.1:" + port + "/"))
                .contains("Pay with Klarna")
                .doesNotContain(demo.apiKey().reveal());
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/demo/checkouts"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"patience\": \"MINUTE\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("AWAITING_CUSTOMER", "payment_request_url")
                .doesNotContain(demo.apiKey().reveal());
    }

    @Test
    void payloadsAreReadOnTheManagementPortOnly() throws Exception {
        var body = "{\"payloads\": []}";
        assertThat(decode(managementPort, codec.key().reveal(), body)).isEqualTo(200);
        assertThat(decode(managementPort, demo.apiKey().reveal(), body)).isEqualTo(401);
        assertThat(decode(port, codec.key().reveal(), body)).isEqualTo(404);
    }

    private static int decode(int port, String key, String body) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/codec/decode"))
                                .header("Authorization", "Bearer " + key)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }
}
