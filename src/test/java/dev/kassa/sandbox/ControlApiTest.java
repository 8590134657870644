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
                "faults | {\"fault\":\"REFUSED_CONNECTION\"}",
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
