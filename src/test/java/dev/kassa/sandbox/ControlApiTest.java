package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {

    private final Receiver receiver = new Receiver();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults()
            .withTicking(false)
            .withWebhook(receiver.url(), "key-1", WebhookSettings.DEMO_SIGNING_KEY));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
        receiver.close();
    }

    @Test
    void aDecisionIsMadeOverHttp() {
        partner.stepUp();

        assertThat(post("payment-requests/chk_1-1/enter", "").text("/state")).isEqualTo("IN_PROGRESS");
        assertThat(post("payment-requests/chk_1-1/abort", "").text("/state")).isEqualTo("SUBMITTED");
        assertThat(post("payment-requests/" + Partner.PURCHASE + "/approve", "").text("/payment_token"))
                .isNotEmpty();
        assertThat(post("payment-requests/chk_1-1/approve", "").status()).isEqualTo(409);
        assertThat(post("payment-requests/nobody/approve", "").status()).isEqualTo(404);
        assertThat(get("payment-requests/chk_1-1").text("/state")).isEqualTo("COMPLETED");
        assertThat(get("payment-requests").json().path("payment_requests").size())
                .isEqualTo(1);
    }

    @Test
    void klarnaDeclinesAndCancelsOverHttp() {
        partner.stepUp();
        assertThat(post("payment-requests/chk_1-1/decline", "").text("/state")).isEqualTo("DECLINED");
        partner.stepUp();
        assertThat(post("payment-requests/chk_1-1/cancel", "").text("/state")).isEqualTo("CANCELED");
    }

    @Test
    void theLedgerTellsEachCallInFull() {
        partner.authorize(Partner.firstBody(), "k");
        partner.cancel("nobody");

        Partner.Heard ledger = get("ledger");

        assertThat(ledger.text("/calls/0/operation")).isEqualTo("AUTHORIZE");
        assertThat(ledger.text("/calls/0/effect")).isEqualTo("CREATED_REQUEST");
        assertThat(ledger.text("/calls/0/idempotency_key")).isEqualTo("k");
        assertThat(ledger.text("/calls/0/body_sha256")).hasSize(64);
        assertThat(ledger.text("/calls/0/at")).endsWith("Z");
        assertThat(ledger.text("/calls/1/effect")).isEqualTo("REFUSED");
        assertThat(ledger.text("/calls/1/error_code")).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(get("judgement").json().path("open_payment_requests").size()).isEqualTo(1);
    }

    @Test
    void plansAreMadeOverHttp() {
        post("plans", "{\"result\":\"DECLINED\"}");
        post("plans", "{\"result\":\"APPROVED\",\"purchase_reference\":\"ORD-42\"}");

        assertThat(get("plans").json().path("plans").size()).isEqualTo(2);
        assertThat(partner.authorize(Partner.firstBody()).text("/payment_transaction_response/result"))
                .isEqualTo("DECLINED");
        assertThat(partner.authorize(Partner.firstBody()).text("/payment_transaction_response/result"))
                .isEqualTo("APPROVED");
    }

    @Test
    void theClockIsAdvancedOverHttp() {
        String id = partner.stepUp();

        Partner.Heard clock = post("clock/advance", "{\"duration\":\"PT30M\"}");

        assertThat(clock.text("/now")).isNotEmpty();
        assertThat(get("clock").text("/next_due")).isNotEmpty();
        assertThat(partner.read(id).text("/state")).isEqualTo("EXPIRED");
        post("deliver-due", "");
        assertThat(receiver.types()).contains("payment.request.state-change.expired");
    }

    @Test
    void faultsAreScheduledOverHttp() {
        post("faults", "{\"operation\":\"AUTHORIZE\",\"fault\":\"UNAVAILABLE_503\",\"times\":2}");
        post("faults", "{\"operation\":\"READ\",\"fault\":\"RATE_LIMITED_429\",\"times\":\"always\"}");

        assertThat(get("faults").json().path("faults").size()).isEqualTo(2);
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(503);
        assertThat(partner.read("x").status()).isEqualTo(429);
        delete("faults");
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
    }

    @Test
    void faultsOfACategoryLastForAWhileOverHttp() {
        post(
                "faults",
                "{\"category\":\"PAYMENT_REQUEST_MANAGEMENT\",\"fault\":\"RATE_LIMITED_429\",\"lasting\":\"PT1M\"}");

        assertThat(get("faults").text("/faults/0/until")).endsWith("Z");
        assertThat(partner.read("x").status()).isEqualTo(429);
        sandbox.advance(Duration.ofMinutes(1));
        assertThat(partner.read("x").status()).isEqualTo(404);
    }

    @Test
    void aRaceIsScriptedOverHttp() {
        String id = partner.stepUp();
        post("faults", "{\"operation\":\"CANCEL\",\"fault\":\"RESET_AFTER+CUSTOMER_APPROVES_JUST_BEFORE\"}");
        post("faults", "{\"operation\":\"READ\",\"fault\":\"CLOCK_ADVANCES_JUST_AFTER\",\"duration\":\"PT1H\"}");

        assertThatThrownBy(() -> partner.cancel(id)).isInstanceOf(java.io.UncheckedIOException.class);

        assertThat(partner.read(id).text("/state")).isEqualTo("COMPLETED");
        assertThat(get("ledger").text("/calls/1/fault")).isEqualTo("RESET_AFTER+CUSTOMER_APPROVES_JUST_BEFORE");
        assertThat(get("ledger").text("/calls/2/fault")).isEqualTo("CLOCK_ADVANCES_JUST_AFTER");
    }

    @Test
    void faultsByChanceAreAskedForAndEndedOverHttp() {
        post("faults/random", "{\"seed\":7,\"per_mille\":1000,\"faults\":[\"UNAVAILABLE_503\"]}");

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(503);
        assertThat(get("faults").text("/random/faults/0")).isEqualTo("UNAVAILABLE_503");
        delete("faults");
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
    }

    @Test
    void theVocabularyIsToldOverHttp() {
        assertThat(get("faults").json().path("known_faults").size())
                .isEqualTo(FaultCommands.names().size());
        assertThat(post("faults", "{\"operation\":\"READ\",\"fault\":\"GREMLIN\"}")
                        .text("/error"))
                .contains("HANG_59S_AFTER")
                .contains("REFUSED_CONNECTION");
    }

    @Test
    @Timeout(20)
    void refusedConnectionsComeOverHttpWithAnEnd() {
        assertThat(post("faults", "{\"fault\":\"REFUSED_CONNECTION\",\"duration\":\"PT1M\"}")
                        .status())
                .isEqualTo(204);
        while (sandbox.nextDue().isEmpty()) {
            Thread.onSpinWait();
        }
        sandbox.refuseConnections(Duration.ofMinutes(1));
        assertThatThrownBy(() -> get("clock")).hasCauseInstanceOf(ConnectException.class);

        sandbox.advance(Duration.ofMinutes(1));
        sandbox.deliverDue();

        assertThat(get("clock").status()).isEqualTo(200);
    }

    @Test
    void webhooksAreLostAndResentOverHttp() {
        post("webhook-faults", "{\"fault\":\"LOST\",\"event_type\":\"payment.request.state-change.completed\"}");
        sandbox.customer(partner.stepUp()).approve();
        sandbox.deliverDue();

        Partner.Heard webhooks = get("webhooks");
        String eventId = "";
        for (var delivery : webhooks.json().path("deliveries")) {
            eventId = delivery.path("outcome").asString("").equals("LOST")
                    ? delivery.path("event_id").asString("")
                    : eventId;
        }
        assertThat(post("webhooks/" + eventId + "/resend", "").status()).isEqualTo(204);
        post("deliver-due", "");

        assertThat(receiver.types()).contains("payment.request.state-change.completed");
    }

    @Test
    void theReceiverIsChangedOverHttp() {
        String body = "{\"url\":\"" + receiver.url() + "\",\"signing_key_id\":\"key-9\",\"signing_key\":\"nine\"}";
        HttpRequest request = at("webhooks/target")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();

        assertThat(partner.send(request).status()).isEqualTo(204);
        partner.stepUp();
        sandbox.deliverDue();

        assertThat(receiver.received().getFirst().keyId()).isEqualTo("key-9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plans | {\"result\":\"MAYBE\"}",
                "plans | {\"result\":\"APPROVED\",\"operation\":\"READ\"}",
                "plans | nonsense",
                "faults | {\"operation\":\"AUTHORIZE\",\"fault\":\"GREMLIN\"}",
                "faults | {\"operation\":\"AUTHORIZE\",\"fault\":\"RESET_AFTER\",\"times\":0}",
                "faults/random | {\"seed\":1,\"per_mille\":1001}",
                "faults/random | {\"per_mille\":10}",
                "faults/random | {\"seed\":1,\"per_mille\":10,\"faults\":[\"GREMLIN\"]}",
                "faults | {\"operation\":\"READ\",\"fault\":\"RESET_AFTER+RESET_BEFORE\"}",
                "faults | {\"fault\":\"REFUSED_CONNECTION\"}",
                "faults | {\"operation\":\"READ\",\"fault\":\"DELAYED_ANSWER\"}",
                "faults | {\"operation\":\"READ\",\"fault\":\"RESET_AFTER\",\"lasting\":\"soon\"}",
                "faults | {\"operation\":\"READ\",\"category\":\"X\",\"fault\":\"RESET_AFTER\"}",
                "clock/advance | {\"duration\":\"-PT1M\"}",
                "clock/advance | {\"duration\":\"soon\"}"
            })
    void nonsenseIsRefusedWithAReason(String command, String body) {
        Partner.Heard heard = post(command, body);

        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text("/error")).isNotEmpty();
    }

    private Partner.Heard get(String command) {
        return partner.send(at(command).GET().build());
    }

    private Partner.Heard post(String command, String body) {
        return partner.send(
                at(command).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private Partner.Heard delete(String command) {
        return partner.send(at(command).DELETE().build());
    }

    private HttpRequest.Builder at(String command) {
        return HttpRequest.newBuilder(URI.create(sandbox.homeUrl() + "sandbox/" + command))
                .timeout(Duration.ofSeconds(5));
    }
}
