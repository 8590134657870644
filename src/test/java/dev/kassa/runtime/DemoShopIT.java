package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.PaymentRequestView;
import dev.kassa.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the demo's pages call, without a browser; the pages themselves are tried with {@code -Pbrowser}. */
@EmbeddedApplication
@Isolated
@Timeout(60)
class DemoShopIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String NOBODY = "/demo/checkouts/chk_4f2k4f2k4f2k4f2k4f2k4f2k4f/events";
    private static final int MOST_LISTENERS = 24;

    @LocalServerPort
    private int port;

    @Autowired
    private Environment environment;

    @Autowired
    private Sandbox klarna;

    @Autowired
    private DemoMerchant merchant;

    /** The worker dies before the customer approves; only what is in Temporal is left, and another worker takes it up. */
    @Test
    void everyStepIsShownAsItIsTakenAndNothingSecretIsAmongThem() throws Exception {
        var id = started().path("checkout_id").asString();
        try (var page = watching(id, "")) {
            page.until(view -> status(view).equals("AWAITING_CUSTOMER"));
            switchWorker("OFF");
            var request = requestOf(id);
            klarna.customer(request.id()).approve();
            var stopped = page.until(view -> steps(view).contains("KLARNA KASSA webhook completed"));
            assertThat(steps(stopped)).doesNotContain("KASSA KLARNA final authorization");
            switchWorker("ON");
            var paid = page.until(view -> steps(view).contains("KASSA MERCHANT checkout.authorized"));

            assertThat(steps(paid))
                    .containsSubsequence(
                            "MERCHANT KASSA starts the checkout",
                            "KASSA KLARNA authorize",
                            "KASSA KASSA AWAITING_CUSTOMER",
                            "OPERATOR KASSA the worker is stopped",
                            "CUSTOMER KLARNA approves",
                            "KLARNA KASSA webhook completed",
                            "OPERATOR KASSA a new worker is started",
                            "KASSA KLARNA final authorization",
                            "KASSA KASSA AUTHORIZED",
                            "KASSA MERCHANT checkout.authorized");
            assertThat(paid.at("/books/transactions").size()).isEqualTo(1);
            assertThat(page.allThatWasSent()).doesNotContain(secrets(requestOf(id)));
        }
    }

    @Test
    void aSecondAttemptIsShownBelowTheFirst() throws Exception {
        var id = started().path("checkout_id").asString();
        try (var page = watching(id, "")) {
            page.until(view -> status(view).equals("AWAITING_CUSTOMER"));
            send(post("/demo/checkouts/" + id + "/cancel", "{}"), BodyHandlers.discarding());
            page.until(view -> status(view).equals("CANCELED"));
            send(post("/demo/checkouts/" + id + "/restart", "{}"), BodyHandlers.discarding());
            var again = page.until(view -> view.at("/checkout/attempt").asInt() == 2
                    && status(view).equals("AWAITING_CUSTOMER")
                    && steps(view).contains("MERCHANT KASSA starts it again"));

            assertThat(steps(again))
                    .containsSubsequence(
                            "MERCHANT KASSA starts the checkout",
                            "KASSA KLARNA cancel",
                            "KASSA KASSA CANCELED",
                            "MERCHANT KASSA starts it again",
                            "KASSA KLARNA authorize")
                    .containsOnlyOnce("MERCHANT KASSA starts the checkout");
        }
    }

    private List<String> secrets(PaymentRequestView request) {
        return Stream.of(
                        request.paymentToken(),
                        request.sessionToken(),
                        merchant.apiKey().reveal(),
                        merchant.notificationSecret().reveal(),
                        environment.getProperty("kassa.klarna.api-key"),
                        environment.getProperty("kassa.klarna.signing-keys[0].key"),
                        environment.getProperty("kassa.encryption.keys[0].key"))
                .map(Objects::requireNonNull)
                .toList();
    }

    @Test
    void whoHasThePresentViewIsSentNothingUntilItChanges() throws Exception {
        var id = started().path("checkout_id").asString();
        String seen;
        try (var page = watching(id, "")) {
            page.until(view -> status(view).equals("AWAITING_CUSTOMER")
                    && steps(view).contains("KLARNA KASSA webhook submitted")
                    && !view.path("stale").asBoolean(true));
            seen = page.lastEventId();
        }
        try (var again = watching(id, seen)) {
            assertThat(again.firstLine()).isEqualTo(":still here");
        }
    }

    @Test
    void notMoreThanSomeMayLookOn() throws Exception {
        List<Watching> listeners = new ArrayList<>();
        try {
            int status = 200;
            while (status == 200 && listeners.size() <= MOST_LISTENERS) {
                var next = new Watching(send(get(NOBODY), BodyHandlers.ofInputStream()));
                listeners.add(next);
                status = next.status();
            }
            assertThat(status).isEqualTo(503);
            assertThat(listeners).hasSizeLessThanOrEqualTo(MOST_LISTENERS + 1);
        } finally {
            listeners.forEach(Watching::close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"basket\": {}}",
                "{\"basket\": {\"HELMET\": 10}}",
                "{\"basket\": {\"HELMET\": -1}}",
                "{\"basket\": {\"CAR\": 1}}",
                "{\"patience\": \"FOREVER\"}",
                "{\"delivery\": {\"name\": \" \"}}",
                "no order"
            })
    void anOrderThatNoShopWouldTakeIsRefused(String order) throws Exception {
        assertThat(send(post("/demo/checkouts", order), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFormOfAnotherSiteMovesNothing() throws Exception {
        var form = HttpRequest.newBuilder(at("/demo/checkouts"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(send(form, BodyHandlers.discarding()).statusCode()).isEqualTo(415);
    }

    @Test
    void aNotificationThatNobodySignedIsNotBelieved() throws Exception {
        var forged = post("/demo/notifications", "{\"type\":\"checkout.authorized\",\"data\":{}}");
        assertThat(send(forged, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }

    @Test
    void nothingRunsOnThePagesThatIsNotTheirOwn() throws Exception {
        for (String page : List.of("/", "/demo/order", "/demo/shop.js")) {
            var answer = send(get(page), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.body()).doesNotContain("https://", "onclick", "style=");
        }
        for (String none : List.of("/demo/nothing.js", "/demo/application.yaml", "/demo/..%2fapplication.yaml")) {
            assertThat(send(get(none), BodyHandlers.discarding()).statusCode()).isBetween(400, 404);
        }
    }

    private JsonNode started() throws IOException, InterruptedException {
        var answer = send(post("/demo/checkouts", "{}"), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private void switchWorker(String power) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at("/demo/switches/worker"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"power\": \"" + power + "\"}"))
                .build();
        assertThat(send(request, BodyHandlers.ofString()).body()).contains("\"worker\":\"" + power + "\"");
    }

    private PaymentRequestView requestOf(String checkoutId) {
        return klarna.paymentRequests().stream()
                .filter(request -> String.valueOf(request.reference()).startsWith(checkoutId))
                .findFirst()
                .orElseThrow();
    }

    private static String status(JsonNode view) {
        return view.at("/checkout/status").asString("");
    }

    private static List<String> steps(JsonNode view) {
        return view.path("steps")
                .valueStream()
                .map(step -> step.path("from").asString() + " "
                        + step.path("to").asString() + " " + step.path("what").asString())
                .toList();
    }

    /** Whoever has gone keeps a place until the next sign of life finds nobody there. */
    private Watching watching(String id, String seen) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> watchingNow(id, seen), watching -> watching.status() == 200);
    }

    private Watching watchingNow(String id, String seen) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at("/demo/checkouts/" + id + "/events"));
        if (!seen.isEmpty()) {
            request.header("Last-Event-ID", seen);
        }
        return new Watching(send(request.build(), BodyHandlers.ofInputStream()));
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(at(path)).build();
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        return HTTP.send(request, body);
    }
}
