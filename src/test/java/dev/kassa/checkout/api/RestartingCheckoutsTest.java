package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.api.RunningApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartingCheckoutsTest {
    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void aCheckoutThatEndedUnpaidIsRestartedAsANewAttempt() {
        var reference = reference();
        var started = api.start(reference, ScriptedKlarna.STEP_UP);
        assertProblem(api.restart(started, ""), 409, "not-restartable");
        api.cancel(started);
        var restarted = api.restart(started, "{\"session_timeout\":\"PT1H\"}");
        assertThat(restarted.status()).isEqualTo(201);
        assertThat(id(restarted)).isEqualTo(id(started));
        assertThat(restarted.json().at("/attempt").longValue()).isEqualTo(2);
        assertThat(restarted.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertThat(restarted.field("/payment_request/payment_request_id"))
                .isNotEqualTo(started.field("/payment_request/payment_request_id"));
        var second = api.klarna().authorizes.getLast().call();
        assertThat(second.stepUp().interactionExpiry().duration()).isEqualTo("PT1H");
        assertThat(second.stepUp().returnUrl()).contains("?k=2.");
        assertThat(second.key())
                .isNotEqualTo(api.klarna().authorizes.getFirst().call().key());
        var repeat = api.start(reference, ScriptedKlarna.STEP_UP);
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.json().at("/attempt").longValue()).isEqualTo(2);
        assertThat(api.get("/v1/checkouts/" + id(started))
                        .send()
                        .json()
                        .at("/attempt")
                        .longValue())
                .isEqualTo(2);
    }

    @Test
    void ofConcurrentRestartsOneAttemptComes() throws Exception {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.cancel(started);
        List<Future<Answer>> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> call = () -> api.restart(started, "");
            for (int caller = 0; caller < 5; caller++) {
                answers.add(callers.submit(call));
            }
        }
        for (var answer : answers) {
            assertThat(answer.get().status()).isIn(201, 409);
        }
        assertThat(api.klarna().authorizes.stream()
                        .filter(command -> command.boundTo().equals(id(started))))
                .hasSize(2);
    }

    @Test
    void whatIsPaidIsNotRestarted() {
        var started = api.start(reference(), ScriptedKlarna.APPROVED);
        api.ended(started);
        assertProblem(api.restart(started, ""), 409, "not-restartable");
    }

    @Test
    void aRestartsFaultsAreTold() {
        var started = api.start(reference(), ScriptedKlarna.DECLINED);
        var answer = api.restart(
                started,
                "{\"session_timeout\":1,\"amount\":5,\"interaction_expiry\":{\"timestamp\":\"2020-01-01T00:00:00Z\"}}");
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.text()).contains("\"/session_timeout\"", "\"/amount\"", "\"/interaction_expiry/timestamp\"");
    }
}
