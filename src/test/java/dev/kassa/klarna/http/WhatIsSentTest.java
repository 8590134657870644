package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.UpdatePaymentRequest;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Method, path, headers and body of each call. */
class WhatIsSentTest {
    private static final String AUTHORIZE_PATH =
            "/v2/accounts/krn%3Apartner%3Aglobal%3Aaccount%3Atest%3AHGBY07TR/payment/authorize";
    private static final String REQUEST_PATH = "/v2/accounts/krn%3Apartner%3Aglobal%3Aaccount%3Atest%3AHGBY07TR"
            + "/payment/requests/krn%3Apayment%3Aeu1%3Arequest%3A0d9c";

    private final ScriptedKlarna server = new ScriptedKlarna();
    private final HttpKlarna klarna = Calls.client(server);

    @AfterEach
    void close() {
        klarna.close();
        server.close();
    }

    @Test
    void theFirstAuthorizeCarriesKlarnasHeadersAndNoOthers() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.authorizePayment(Calls.authorize());

        var sent = server.only();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("POST " + AUTHORIZE_PATH);
        assertThat(sent.header("Authorization")).isEqualTo("Basic " + Calls.API_KEY);
        assertThat(sent.header("Content-Type")).isEqualTo("application/json");
        assertThat(sent.header("Accept")).isEqualTo("application/json");
        assertThat(sent.header("Klarna-Idempotency-Key"))
                .isEqualTo(IdempotencyKey.of("authorize").value());
        assertThat(sent.header("Klarna-Network-Session-Token")).isEqualTo("krn:network:eu1:test:session-token:sdk");
        assertThat(sent.header("Partner-Correlation-Id")).isEqualTo("chk4f2k1tx");
        assertThat(sent.header("Klarna-Integration-Metadata"))
                .isEqualTo("{\"integrator\":{\"name\":\"Kassa\",\"session_reference\":\"chk_4f2k-1-tx\","
                        + "\"module_name\":\"kassa\",\"module_version\":\"unreleased\"}}");
        assertThat(sent.headers().keySet())
                .containsExactlyInAnyOrder(
                        "accept",
                        "authorization",
                        "content-length",
                        "content-type",
                        "host",
                        "klarna-idempotency-key",
                        "klarna-integration-metadata",
                        "klarna-network-session-token",
                        "partner-correlation-id",
                        "user-agent");
    }

    @Test
    void theFirstPayloadIsKlarnasWithoutASingleNull() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.authorizePayment(Calls.authorize());

        assertThat(server.only().body())
                .isEqualTo("{\"currency\":\"EUR\",\"request_payment_transaction\":{\"amount\":9000,"
                        + "\"payment_transaction_reference\":\"chk_4f2k-1-tx\",\"capture\":\"LATER\"},"
                        + "\"supplementary_purchase_data\":" + Calls.PURCHASE + ","
                        + "\"step_up_config\":{\"payment_request_reference\":\"chk_4f2k-1\","
                        + "\"customer_interaction_config\":{\"method\":\"HANDOVER\","
                        + "\"return_url\":\"https://pay.example/r?id={klarna.payment_request.id}\","
                        + "\"interaction_expiry\":{\"duration\":\"PT30M\"}}}}");
    }

    @Test
    void everythingTheMerchantGaveIsForwardedUnaltered() {
        var opaque = "{\"b\":1,\"a\":[1.10,1E+2,12345678901234567890.123456789],\"n\":null,\"t\":\"ü\"}";
        var payment = new PaymentDetails(
                2147483647L,
                "SEK",
                Capture.NOW,
                "option-1",
                Calls.json(opaque),
                Calls.json("\"<serialized-json>\""),
                Calls.json(opaque),
                Calls.json("{\"scopes\":[\"payment:customer_present\"]}"));
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.authorizePayment(Calls.authorize(payment, null));

        assertThat(server.only().header("Klarna-Network-Session-Token")).isEqualTo("(absent)");
        assertThat(server.only().body())
                .startsWith("{\"currency\":\"SEK\",\"request_payment_transaction\":{\"amount\":2147483647,"
                        + "\"payment_transaction_reference\":\"chk_4f2k-1-tx\",\"payment_option_id\":\"option-1\","
                        + "\"capture\":\"NOW\"},\"supplementary_purchase_data\":" + opaque
                        + ",\"interoperability_data\":\"<serialized-json>\",\"klarna_network_data\":" + opaque
                        + ",\"request_customer_token\":{\"scopes\":[\"payment:customer_present\"]},\"step_up_config\"");
    }

    @Test
    void aRepeatIsTheSameByteForByte() {
        server.plays(ScriptedKlarna.json(500, ""), ScriptedKlarna.json(200, Calls.APPROVED));

        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                .isInstanceOf(KlarnaException.OutcomeUnknown.class);
        klarna.authorizePayment(Calls.authorize());

        assertThat(server.received()).hasSize(2);
        assertThat(server.received().get(0)).isEqualTo(server.received().get(1));
    }

    @Test
    void theFinalAuthorizationIsTheFirstPayloadWithoutItsStepUp() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED), ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.authorizePayment(Calls.authorize());
        klarna.finalizeAuthorization(Calls.finalAuthorization(), Calls.TOKEN);

        var first = server.received().get(0).body();
        var last = server.received().get(1);
        assertThat(last.body()).isEqualTo(first.substring(0, first.indexOf(",\"step_up_config\"")) + "}");
        assertThat(last.target()).isEqualTo(AUTHORIZE_PATH);
        assertThat(last.header("Klarna-Idempotency-Key"))
                .isEqualTo(IdempotencyKey.of("finalize").value());
    }

    @Test
    void eachKindOfTokenGoesIntoItsOwnHeaderAlone() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED), ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.finalizeAuthorization(Calls.finalAuthorization(), Calls.TOKEN);
        klarna.finalizeAuthorization(
                Calls.finalAuthorization(), new PaymentToken(PaymentToken.Kind.PAYMENT_TOKEN, "krn:payment:aa11"));

        var newer = server.received().get(0);
        var older = server.received().get(1);
        assertThat(newer.header("Klarna-Network-Session-Token")).isEqualTo(Calls.TOKEN.reveal());
        assertThat(newer.headers()).doesNotContainKey("klarna-payment-token");
        assertThat(older.header("Klarna-Payment-Token")).isEqualTo("krn:payment:aa11");
        assertThat(older.headers()).doesNotContainKey("klarna-network-session-token");
    }

    @Test
    void aReadHasNeitherBodyNorIdempotencyKey() {
        server.plays(ScriptedKlarna.json(200, Calls.SUBMITTED));

        klarna.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

        var sent = server.only();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("GET " + REQUEST_PATH);
        assertThat(sent.header("Authorization")).isEqualTo("Basic " + Calls.API_KEY);
        assertThat(sent.header("Partner-Correlation-Id")).isEqualTo("krnpaymenteu1request0d9c");
        assertThat(sent.headers())
                .doesNotContainKeys("klarna-idempotency-key", "content-type", "content-length", "transfer-encoding");
    }

    @Test
    void aCancelIsADeleteWithoutBodyAndThenARead() {
        server.plays(ScriptedKlarna.json(200, Calls.CANCELED), ScriptedKlarna.json(200, Calls.CANCELED));

        klarna.cancelPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);

        assertThat(server.received())
                .extracting(sent -> sent.method() + " " + sent.target() + " " + sent.body())
                .containsExactly("DELETE " + REQUEST_PATH + " ", "GET " + REQUEST_PATH + " ");
        assertThat(server.received().getFirst().headers())
                .doesNotContainKeys("klarna-idempotency-key", "content-type", "content-length", "transfer-encoding");
    }

    @Test
    void anUpdateSendsOnlyWhatChanges() {
        server.plays(ScriptedKlarna.json(200, Calls.SUBMITTED), ScriptedKlarna.json(200, Calls.SUBMITTED));

        klarna.updatePaymentRequest(Calls.update());
        klarna.updatePaymentRequest(new UpdatePaymentRequest(
                Calls.ACCOUNT, Calls.REQUEST, IdempotencyKey.of("2"), null, Calls.json("{\"line_items\":[]}")));

        var sent = server.received().getFirst();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("PATCH " + REQUEST_PATH);
        assertThat(sent.body()).isEqualTo("{\"amount\":9500}");
        assertThat(sent.header("Content-Type")).isEqualTo("application/json");
        assertThat(sent.header("Klarna-Idempotency-Key"))
                .isEqualTo(IdempotencyKey.of("update").value());
        assertThat(server.received().getLast().body())
                .isEqualTo("{\"supplementary_purchase_data\":{\"line_items\":[]}}");
    }

    @Test
    void aTokenOfEveryPrintableCharacterIsForwardedAsItIs() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.authorizePayment(Calls.authorize(Calls.payment(null), "a !\"#{}|~"));

        assertThat(server.only().header("Klarna-Network-Session-Token")).isEqualTo("a !\"#{}|~");
    }

    @Test
    void anUpdateIsAPutOnItsDirectPathWhereThatIsConfigured() {
        server.plays(ScriptedKlarna.json(200, Calls.SUBMITTED));
        try (var configured = new HttpKlarna(Calls.settings(server).withUpdates(UpdateMethod.PUT))) {
            configured.updatePaymentRequest(Calls.update());
        }

        var sent = server.only();
        assertThat(sent.method() + " " + sent.target())
                .isEqualTo("PUT /v2/payment/requests/krn%3Apayment%3Aeu1%3Arequest%3A0d9c");
        assertThat(sent.body()).isEqualTo("{\"amount\":9500}");
        assertThat(sent.header("Klarna-Idempotency-Key"))
                .isEqualTo(IdempotencyKey.of("update").value());
    }

    @Test
    void theOlderExpiryFieldStandsInThePlaceOfTheNewer() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));
        var call = Calls.authorize();
        var older = new AuthorizePayment(
                call.account(),
                call.key(),
                call.paymentTransactionReference(),
                call.payment(),
                call.stepUp().expiringAt(Instant.parse("2026-03-02T09:30:00Z")),
                null);

        klarna.authorizePayment(older);

        assertThat(server.only().json().path("step_up_config").toString())
                .isEqualTo("{\"payment_request_reference\":\"chk_4f2k-1\","
                        + "\"payment_request_expires_at\":\"2026-03-02T09:30:00Z\","
                        + "\"customer_interaction_config\":{\"method\":\"HANDOVER\","
                        + "\"return_url\":\"https://pay.example/r?id={klarna.payment_request.id}\"}}");
    }

    @ParameterizedTest
    @EnumSource(InteractionMethod.class)
    void everyInteractionMethodGoesOutUnderKlarnasNameWithItsExpiry(InteractionMethod method) {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));
        var call = Calls.authorize();
        var stepUp = new StepUpConfig(
                new PaymentRequestReference("chk_4f2k-1"), method, null, null, new InteractionExpiry("PT1H", null));

        klarna.authorizePayment(new AuthorizePayment(
                call.account(), call.key(), call.paymentTransactionReference(), call.payment(), stepUp, null));

        assertThat(server.only()
                        .json()
                        .path("step_up_config")
                        .path("customer_interaction_config")
                        .toString())
                .isEqualTo("{\"method\":\"" + method + "\",\"interaction_expiry\":{\"duration\":\"PT1H\"}}");
    }
}
