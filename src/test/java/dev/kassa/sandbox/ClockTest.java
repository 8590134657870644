package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Klarna's clock and the readings, moved at run time over Java and HTTP. */
class ClockTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final Sandbox sandbox =
            Sandbox.start(SandboxSettings.defaults().withClock(() -> NOW).withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @Test
    void theClockIsSetForwardsOnly() {
        Instant then = NOW.plusSeconds(90);
        sandbox.setClock(then);

        assertThat(sandbox.now()).isEqualTo(then);
        assertThatThrownBy(() -> sandbox.setClock(NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThat(command("POST", "clock/set", "{\"now\":\"2026-03-02T10:00:00Z\"}")
                        .text("/now"))
                .isEqualTo("2026-03-02T10:00:00Z");
        assertThat(command("POST", "clock/set", "{\"now\":\"2026-03-02T09:00:00Z\"}")
                        .status())
                .isEqualTo(400);
        assertThat(command("POST", "clock/set", "{\"now\":\"today\"}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(longs = {120, -120})
    void allOfKlarnasDeadlinesFollowItsSkewedClock(long seconds) {
        sandbox.skewClock(Duration.ofSeconds(seconds));

        String id = partner.stepUp();

        PaymentRequestView view = sandbox.find(id).orElseThrow();
        assertThat(view.createdAt()).isEqualTo(NOW.plusSeconds(seconds));
        assertThat(view.expiresAt()).isEqualTo(NOW.plusSeconds(seconds + 1800));
        Instant tokenEnd = requireNonNull(sandbox.customer(id).approve().tokenExpiresAt());
        assertThat(tokenEnd).isEqualTo(NOW.plusSeconds(seconds + 3600));
        assertThat(sandbox.ledger().getFirst().at()).isEqualTo(NOW.plusSeconds(seconds));
    }

    @Test
    void aSkewMayChangeAndEndOverHttp() {
        assertThat(command("POST", "clock/skew", "{\"duration\":\"-PT2M\"}").text("/now"))
                .isEqualTo("2026-03-02T08:58:00Z");
        assertThat(command("POST", "clock/skew", "{\"duration\":\"PT2M\"}").text("/now"))
                .isEqualTo("2026-03-02T09:02:00Z");
        command("POST", "clock/advance", "{\"duration\":\"PT1M\"}");
        assertThat(command("POST", "clock/skew", "{\"duration\":\"PT0S\"}").text("/now"))
                .isEqualTo("2026-03-02T09:01:00Z");
    }

    @Test
    void everySwitchIsListedWithItsRowAndItsReadings() {
        Partner.Heard heard = command("GET", "switches", "");

        assertThat(heard.json().path("switches").size())
                .isEqualTo(Switches.topics().size());
        assertThat(heard.text("/switches/3/name")).isEqualTo("CancelOfCompleted");
        assertThat(heard.text("/switches/3/row")).isEqualTo("10.4");
        assertThat(heard.text("/switches/3/reading")).isEqualTo("REFUSED");
        assertThat(heard.text("/switches/3/readings/1")).isEqualTo("CANCELED");
    }

    @Test
    void switchesAreSetByNameAtRunTime() {
        String id = partner.stepUp();
        sandbox.customer(id).approve();

        command("PUT", "switches", "{\"CancelOfCompleted\":\"CANCELED\",\"ErrorType\":\"PRESENT\"}");

        assertThat(partner.cancel(id).text("/state")).isEqualTo("CANCELED");
        assertThat(partner.cancel(id).text("/error_type")).isEqualTo("INPUT_ERROR");
        assertThat(sandbox.switches().of(Contradiction.CancelOfCompleted.class))
                .isEqualTo(Contradiction.CancelOfCompleted.CANCELED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"Weather\":\"FINE\"} | CancelOfCompleted", "{\"ErrorType\":\"MAYBE\"} | ABSENT, PRESENT"})
    void anUnknownSwitchIsRefusedWithTheListOfThose(String body, String told) {
        Partner.Heard heard = command("PUT", "switches", body);

        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text("/error")).contains(told);
    }

    private Partner.Heard command(String method, String path, String body) {
        return partner.send(HttpRequest.newBuilder(URI.create(sandbox.homeUrl() + "sandbox/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
