package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Signing keys and webhooks, managed as at Klarna. */
class NotificationApiTest {

    private final Receiver first = new Receiver();
    private final Receiver second = new Receiver();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
        first.close();
        second.close();
    }

    @Test
    void aKeysSecretIsShownOnceAndNeverAgain() {
        Partner.Heard created = send("POST", "signing-keys", "");
        String id = created.text("/signing_key_id");
        String secret = created.text("/signing_key");

        assertThat(created.status()).isEqualTo(201);
        assertThat(id).startsWith("krn:partner:global:notification:signing-key:");
        assertThat(secret).isNotBlank();
        assertThat(created.text("/created_at")).endsWith("Z");
        Partner.Heard list = send("GET", "signing-keys", "");
        assertThat(list.text("/signing_keys/0/signing_key_id")).isEqualTo(id);
        assertThat(list.raw().body()).doesNotContain(secret);
        assertThat(send("GET", "signing-keys/" + id, "").raw().body())
                .contains(id)
                .doesNotContain(secret);
        assertThat(sandbox.ledger().toString()).doesNotContain(secret);
    }

    @Test
    void aRepeatedCreationIsTheSameKey() {
        Partner.Heard one = send("POST", "signing-keys", "", "same");
        Partner.Heard two = send("POST", "signing-keys", "", "same");

        assertThat(two.text("/signing_key")).isEqualTo(one.text("/signing_key"));
        assertThat(send("GET", "signing-keys", "").json().path("signing_keys").size())
                .isEqualTo(1);
    }

    @Test
    void thereAreFiftyKeysAndNotOneMore() {
        for (int i = 0; i < 50; i++) {
            assertThat(send("POST", "signing-keys", "").status()).isEqualTo(201);
        }
        assertThat(send("POST", "signing-keys", "").status()).isEqualTo(409);
        assertThat(send("DELETE", "signing-keys/" + anyKey(), "").status()).isEqualTo(204);
        assertThat(send("POST", "signing-keys", "").status()).isEqualTo(201);
    }

    @Test
    void aKeyThatSignsCannotBeDeletedAndADeletedOneIsGone() {
        String key = key();
        String webhook = register(first, key, "payment.*").text("/webhook_id");

        assertThat(send("DELETE", "signing-keys/" + key, "").status()).isEqualTo(409);
        assertThat(send("DELETE", "webhooks/" + webhook, "").status()).isEqualTo(204);
        assertThat(send("DELETE", "signing-keys/" + key, "").status()).isEqualTo(204);
        assertThat(send("GET", "signing-keys/" + key, "").status()).isEqualTo(404);
        assertThat(send("DELETE", "signing-keys/" + key, "").status()).isEqualTo(404);
        assertThat(send("GET", "webhooks/" + webhook, "").status()).isEqualTo(404);
    }

    @Test
    void eachWebhookHearsWhatItSubscribedToSignedByItsOwnKey() {
        Partner.Heard one = send("POST", "signing-keys", "");
        Partner.Heard two = send("POST", "signing-keys", "");
        register(first, one.text("/signing_key_id"), "payment.request.*");
        String id = register(second, two.text("/signing_key_id"), EventType.COMPLETED.text)
                .text("/webhook_id");

        sandbox.customer(partner.stepUp()).approve();
        sandbox.deliverDue();

        assertThat(first.types())
                .containsExactly(EventType.SUBMITTED.text, EventType.IN_PROGRESS.text, EventType.COMPLETED.text);
        assertThat(second.types()).containsExactly(EventType.COMPLETED.text);
        Receiver.Got got = second.received().getFirst();
        assertThat(got.keyId()).isEqualTo(two.text("/signing_key_id"));
        assertThat(got.signature()).isEqualTo(WebhookSender.signature(two.text("/signing_key"), got.body()));
        assertThat(got.text("/metadata/webhook_id")).isEqualTo(id);
        assertThat(got.text("/metadata/event_id"))
                .isEqualTo(first.received().getLast().text("/metadata/event_id"));
        assertThat(first.received().getLast().signature())
                .isEqualTo(WebhookSender.signature(
                        one.text("/signing_key"), first.received().getLast().body()));
    }

    @Test
    void aWebhookIsChangedDisabledAndEnabled() {
        String key = key();
        String id = register(first, key, "payment.*").text("/webhook_id");

        Partner.Heard off = send("PATCH", "webhooks/" + id, "{\"status\":\"DISABLED\"}");
        partner.stepUp();
        sandbox.deliverDue();
        Partner.Heard on = send("PATCH", "webhooks/" + id, "{\"status\":\"ENABLED\",\"url\":\"" + second.url() + "\"}");
        partner.stepUp();
        sandbox.deliverDue();

        assertThat(off.text("/status")).isEqualTo("DISABLED");
        assertThat(on.text("/url")).isEqualTo(second.url().toString());
        assertThat(first.received()).isEmpty();
        assertThat(second.types()).containsExactly(EventType.SUBMITTED.text);
        assertThat(send("GET", "webhooks", "").text("/webhooks/0/webhook_id")).isEqualTo(id);
    }

    @Test
    void anIdenticalSecondWebhookIsRefusedAlsoWhenItBecomesOneByAChange() {
        String key = key();
        String other = key();
        register(first, key, "payment.*");

        Partner.Heard twin = register(first, key, "payment.*");
        Partner.Heard sibling = register(first, other, "payment.*");

        assertThat(twin.status()).isEqualTo(409);
        assertThat(twin.text("/error_code")).isEqualTo("RESOURCE_CONFLICT");
        assertThat(sibling.status()).isEqualTo(201);
        assertThat(send("PATCH", "webhooks/" + sibling.text("/webhook_id"), "{\"signing_key_id\":\"" + key + "\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void allFaultsAreToldAtOnceInKlarnasShape() {
        Partner.Heard refused = send(
                "POST",
                "webhooks",
                "{\"url\":\"http://shop.example/\",\"event_types\":[\"payment.refund.*\"],\"event_version\":\"v1\","
                        + "\"signing_key_id\":\"krn:nobody\",\"status\":\"ON\",\"color\":\"pink\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/error_code")).isEqualTo("VALIDATION_ERROR");
        List<String> parameters = refused.json()
                .path("validation_errors")
                .valueStream()
                .map(fault -> fault.path("parameter").asString(""))
                .toList();
        assertThat(parameters)
                .containsExactlyInAnyOrder(
                        "url", "event_types[0]", "event_version", "signing_key_id", "status", "color");
        assertThat(send("POST", "webhooks", "{}")
                        .json()
                        .path("validation_errors")
                        .size())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/hooks, 201",
        "https://shop.example:443/hooks, 201",
        "https://shop.example:8443/hooks, 201",
        "https://shop.example:8080/hooks, 400",
        "http://shop.example/hooks, 400",
        "https://user@shop.example/hooks, 400",
        "ftp://shop.example/, 400",
        "no url, 400",
        "http://127.0.0.1:8080/hooks, 201",
        "http://localhost:8080/hooks, 201",
        "http://127.0.0.1.shop.example/hooks, 400"
    })
    void aReceiverIsHttpsOnOneOfTwoPortsOrOnThisMachine(String url, int status) {
        assertThat(register(url, key(), "payment.*").status()).isEqualTo(status);
    }

    @Test
    void loopbackIsRefusedToWhereItIsNotAllowed() {
        sandbox.allowWebhooksAt(WebhookSettings.Receivers.HTTPS_ONLY);

        assertThat(register(first, key(), "payment.*").status()).isEqualTo(400);
    }

    @Test
    void aSampleOfEachTypeIsSentToTheWebhookAlone() {
        String key = key();
        String id = register(first, key, "payment.*").text("/webhook_id");
        register(second, key, "payment.*");

        for (EventType type : EventType.values()) {
            assertThat(simulate(id, type.text).status()).isEqualTo(202);
        }
        sandbox.deliverDue();

        assertThat(first.types())
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(EventType.values())
                        .map(type -> type.text)
                        .toList());
        assertThat(second.received()).isEmpty();
        assertThat(first.received().getFirst().keyId()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment.request.*", "payment.refund.created", "payment.transaction.captured"})
    void onlyATypeThatTheWebhookHearsIsSimulated(String type) {
        String id = register(first, key(), "payment.request.*").text("/webhook_id");

        assertThat(simulate(id, type).status()).isEqualTo(400);
    }

    @Test
    void withoutTheApiKeyNothingIsManaged() {
        HttpRequest stranger = HttpRequest.newBuilder(java.net.URI.create(sandbox.baseUrl() + "/notification/webhooks"))
                .header("Authorization", "Basic wrong")
                .build();

        assertThat(partner.send(stranger).status()).isEqualTo(401);
    }

    @Test
    void whatKlarnaHasNoRouteForIsNotFound() {
        assertThat(send("PATCH", "signing-keys/x", "{}").status()).isEqualTo(404);
        assertThat(send("GET", "webhooks/x/simulate", "").status()).isEqualTo(404);
        assertThat(send("POST", "signing-keys/x/simulate", "{}").status()).isEqualTo(404);
    }

    @Test
    void everyCallIsInTheLedgerAndMayMeetAFault() {
        sandbox.faults().next(Operation.NOTIFICATION, Fault.UNAVAILABLE_503);

        assertThat(send("POST", "signing-keys", "").status()).isEqualTo(503);
        send("POST", "signing-keys", "");
        send("GET", "signing-keys", "");

        assertThat(sandbox.ledger()).extracting(LedgerEntry::operation).containsOnly(Operation.NOTIFICATION);
        assertThat(sandbox.ledger())
                .extracting(LedgerEntry::effect)
                .containsExactly(Effect.NONE, Effect.CHANGED_NOTIFICATIONS, Effect.NONE);
    }

    @Test
    void theSecretIsPrintedByNothing() {
        SigningKey key = SigningKey.create(sandbox.now());

        assertThat(key.toString()).doesNotContain(key.secret());
    }

    private String key() {
        return send("POST", "signing-keys", "").text("/signing_key_id");
    }

    private String anyKey() {
        JsonNode keys = send("GET", "signing-keys", "").json().path("signing_keys");
        return keys.path(7).path("signing_key_id").asString("");
    }

    private Partner.Heard register(Receiver receiver, String key, String type) {
        return register(receiver.url().toString(), key, type);
    }

    private Partner.Heard register(String url, String key, String type) {
        return send(
                "POST",
                "webhooks",
                "{\"url\":\"" + url + "\",\"event_types\":[\"" + type
                        + "\"],\"event_version\":\"v2\",\"signing_key_id\":\"" + key + "\",\"status\":\"ENABLED\"}");
    }

    private Partner.Heard simulate(String id, String type) {
        return send(
                "POST", "webhooks/" + id + "/simulate", "{\"event_type\":\"" + type + "\",\"event_version\":\"v2\"}");
    }

    private Partner.Heard send(String method, String path, String body) {
        return send(method, path, body, UUID.randomUUID().toString());
    }

    private Partner.Heard send(String method, String path, String body, String key) {
        HttpRequest.Builder request = partner.request("/notification/" + path)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (method.equals("POST") || method.equals("PATCH")) {
            request.header("Klarna-Idempotency-Key", key);
        }
        return partner.send(request.build());
    }
}
