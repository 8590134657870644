package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.http.Calls.Call;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client and its budget: what is turned away was never sent. */
class TurnsTest {
    private static final String STORM = "X-Ratelimit-Reset: 30";

    private final ScriptedKlarna server = new ScriptedKlarna();
    private final CallBudget budget = new CallBudget(CallRates.LIVE);
    private final HttpKlarna quick = new HttpKlarna(Calls.settings(server).withBudget(budget));
    private final HttpKlarna patient =
            new HttpKlarna(KlarnaSettings.of(server.baseUrl(), () -> Calls.API_KEY, CallPace.PATIENT)
                    .withBudget(budget));

    @AfterEach
    void close() {
        quick.close();
        patient.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whatOneClientIsToldTheOtherHeedsAndSendsNothing(Call call) {
        server.plays(ScriptedKlarna.json(429, Calls.ERROR.formatted("RATE_LIMITED"), STORM));
        assertThatThrownBy(() -> call.make(quick)).isInstanceOf(KlarnaException.Transient.class);

        assertThatThrownBy(() -> call.make(patient))
                .isInstanceOf(KlarnaException.Transient.class)
                .hasMessageContaining("not sent, Kassa stays below Klarna's rate limit");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aCancelThatMayNotBeSentIsNotUnknown() {
        server.plays(ScriptedKlarna.json(429, Calls.ERROR.formatted("RATE_LIMITED"), STORM));
        assertThatThrownBy(() -> quick.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST))
                .isInstanceOf(KlarnaException.Transient.class);

        assertThatThrownBy(() -> quick.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST))
                .isInstanceOf(KlarnaException.Transient.class);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void readsAndFirstAuthorizesWaitWhereCancelsAndFinalAuthorizationsNeedNot() {
        var time = new FakeTime();
        var shared = new CallBudget(new CallRates(40, 40), time, time::sleep);
        try (var klarna = new HttpKlarna(Calls.settings(server).withBudget(shared))) {
            for (int i = 0; i < 20; i++) {
                server.plays(ScriptedKlarna.json(200, Calls.SUBMITTED), ScriptedKlarna.json(200, Calls.APPROVED));
                klarna.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);
                klarna.authorizePayment(Calls.authorize());
            }
            assertThat(time.now).isPositive();

            var before = time.now;
            server.plays(
                    ScriptedKlarna.json(200, Calls.CANCELED),
                    ScriptedKlarna.json(200, Calls.CANCELED),
                    ScriptedKlarna.json(200, Calls.APPROVED));
            klarna.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);
            klarna.finalizeAuthorization(Calls.finalAuthorization(), Calls.TOKEN);
            assertThat(time.now).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(CallPace.class)
    void aTurnIsWaitedForWithinTheTimeOfTheCall(CallPace pace) {
        var limits = pace.timeouts();
        switch (pace) {
            case QUICK -> {
                assertThat(limits.turn().plus(limits.answer())).isLessThan(Duration.ofSeconds(3));
                assertThat(limits.turn().plus(limits.cancelStep()).multipliedBy(2))
                        .isLessThan(Duration.ofSeconds(3));
            }
            case PATIENT ->
                assertThat(limits.turn().plus(limits.answer()).multipliedBy(3))
                        .as("three calls in one activity, whose limit is 200 s")
                        .isLessThan(Duration.ofSeconds(200));
        }
    }
}
