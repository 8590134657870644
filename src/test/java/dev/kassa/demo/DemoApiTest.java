package dev.kassa.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.demo.Backstage.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

class DemoApiTest {
    private static final String CHECKOUT = "/demo/checkouts/chk_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final Logbook logbook = new Logbook(clock);
    private final Stage stage = new Stage();
    private final Shop shop = new Shop();
    private final MockMvcTester page = MockMvcTester.of(
            new DemoApi(shop, stage, logbook, new LiveViews(shop, stage, logbook, new JsonMapper(), clock)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT  | /demo/switches/klarna | {}",
                "PUT  | /demo/switches/klarna | {\"power\":\"ELSEWHERE\"}",
                "PUT  | /demo/switches/worker | {}",
                "PUT  | /demo/switches/worker | {\"power\":\"ELSEWHERE\"}",
                "POST | " + CHECKOUT + "/webhook | {}",
                "POST | /demo/checkouts | {\"basket\":{\"BELL\":null}}"
            })
    void aWishThatSaysNothingIsRefusedAndDoesNothing(String method, String path, String body) {
        assertThat(call(HttpMethod.valueOf(method), path, body)).hasStatus(400);
        assertThat(stage.deeds).isEmpty();
        assertThat(logbook.of("chk_" + "a".repeat(26))).isEmpty();
    }

    @Test
    void whatIsElsewhereIsNotSwitchedAndNobodyIsToldThatItWas() {
        stage.power = Power.ELSEWHERE;

        assertThat(call(HttpMethod.PUT, "/demo/switches/klarna", "{\"power\":\"OFF\"}"))
                .hasStatus(409);
        assertThat(call(HttpMethod.PUT, "/demo/switches/worker", "{\"power\":\"ON\"}"))
                .hasStatus(409);
        assertThat(stage.deeds).isEmpty();
        assertThat(logbook.of("any")).isEmpty();
    }

    @Test
    void whatIsHereIsSwitchedAndWrittenDown() {
        assertThat(call(HttpMethod.PUT, "/demo/switches/klarna", "{\"power\":\"OFF\"}"))
                .hasStatusOk();
        assertThat(call(HttpMethod.PUT, "/demo/switches/worker", "{\"power\":\"OFF\"}"))
                .hasStatusOk();

        assertThat(stage.deeds).containsExactly("klarna OFF", "worker OFF");
        assertThat(logbook.of("any"))
                .extracting(Step::what)
                .containsExactly("Klarna's API is down", "the worker is stopped");
    }

    private MvcTestResult call(HttpMethod method, String path, String body) {
        return page.perform(page.method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    private static final class Stage implements Backstage {
        private final List<String> deeds = new ArrayList<>();
        private Power power = Power.ON;

        @Override
        public Behind behind(String checkoutId) {
            return new Behind(List.of(), List.of(), null, 0);
        }

        @Override
        public Switches switches() {
            return new Switches(power, power);
        }

        @Override
        public void switchKlarna(Power wish) {
            deeds.add("klarna " + wish);
        }

        @Override
        public void switchWorker(Power wish) {
            deeds.add("worker " + wish);
        }

        @Override
        public boolean orderWebhook(String checkoutId, Fate fate) {
            return deeds.add("webhook " + fate);
        }

        @Override
        public void planAnswer(String reference, KlarnasAnswer answer) {
            deeds.add("plan " + answer);
        }
    }

    private static final class Shop implements DemoShop {
        @Override
        public DemoCheckout startCheckout(Purchase purchase) {
            var end = Instant.EPOCH.plus(Duration.ofMinutes(30));
            return new DemoCheckout("chk_1", purchase.reference(), "AUTHORIZING", 1, 100, "EUR", end, null, null);
        }

        @Override
        public Optional<DemoCheckout> status(String checkoutId) {
            return Optional.empty();
        }

        @Override
        public Answer cancel(String checkoutId) {
            return new Answer(200, "CANCELED");
        }

        @Override
        public Answer restart(String checkoutId) {
            return new Answer(201, "AUTHORIZING");
        }

        @Override
        public boolean isSigned(Map<String, String> headers, String body) {
            return false;
        }
    }
}
