package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.QrCode;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Klarna's answers, at all the places and in all the shapes that its documents give them. */
class WhatIsReadTest {
    private static final String STEP_UP = """
            {"payment_transaction_response":{"result":"STEP_UP_REQUIRED"},
             "payment_request":{"payment_request_id":"krn:payment:eu1:request:0d9c",
              "payment_request_reference":"chk_4f2k-1","amount":9000,"currency":"EUR","state":"SUBMITTED","new":[1],
              "state_context":{"customer_interaction":{"method":"HANDOVER",%s"x":1},%s"x":1},%s
              "expires_at":"2026-03-02T09:30:00Z","created_at":"…","updated_at":"2026-03-02T09:00:00Z"}}""";
    private static final String COMPLETED = """
            {"payment_request_id":"krn:payment:eu1:request:0d9c","payment_request_reference":"chk_4f2k-1",
             "state":"COMPLETED","previous_state":"IN_PROGRESS","amount":9000,"currency":"EUR",
             "state_context":{%s},
             "expires_at":"2026-03-02T09:30:00.534721775Z","updated_at":"2026-03-02T09:14:07.1Z"}""";

    private final ScriptedKlarna server = new ScriptedKlarna();
    private final HttpKlarna klarna = Calls.client(server);

    @AfterEach
    void close() {
        klarna.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 299})
    void anApprovalIsReadFromAny2xx(int status) {
        server.plays(ScriptedKlarna.json(status, Calls.APPROVED));

        assertThat(klarna.authorizePayment(Calls.authorize()))
                .isEqualTo(new Authorization.Approved(
                        new PaymentTransaction(
                                new PaymentTransactionId("krn:payment:eu1:transaction:7f1d"),
                                new PaymentTransactionReference("chk_4f2k-1-tx"),
                                9000,
                                "EUR",
                                Instant.parse("2026-03-30T09:16:00Z")),
                        null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"klarna_customer\":{\"customer_token\":\"krn:token\"},\"payment_transaction_response\":{",
                "\"payment_transaction_response\":{\"klarna_customer\":{\"customer_token\":\"krn:token\"},",
                "\"customer_token_response\":{\"result\":\"APPROVED\",\"customer_token\":"
                        + "{\"customer_token_id\":\"krn:token\"}},\"payment_transaction_response\":{",
                "\"payment_transaction_response\":{\"customer_token_response\":{\"customer_token\":"
                        + "{\"customer_token_id\":\"krn:token\"}},"
            })
    void aCustomerTokenIsFoundInEitherShapeAndPlace(String beginning) {
        server.plays(ScriptedKlarna.json(
                200,
                "{" + beginning
                        + "\"result\":\"APPROVED\",\"payment_transaction\":{\"payment_transaction_id\":\"t\"}}}"));

        var approved = (Authorization.Approved) klarna.authorizePayment(Calls.authorize());

        assertThat(approved.customerToken()).isEqualTo("krn:token");
        assertThat(approved.toString()).doesNotContain("krn:token");
        assertThat(approved.transaction().amount()).isEqualTo(9000);
        assertThat(approved.transaction().currency()).isEqualTo("EUR");
    }

    @Test
    void aDeclineKeepsItsReason() {
        server.plays(
                ScriptedKlarna.json(
                        200, "{\"payment_transaction_response\":{\"result\":\"DECLINED\",\"result_reason\":\"why\"}}"),
                ScriptedKlarna.json(200, "{\"payment_transaction_response\":{\"result\":\"DECLINED\"}}"));

        assertThat(klarna.authorizePayment(Calls.authorize())).isEqualTo(new Authorization.Declined("why"));
        assertThat(klarna.finalizeAuthorization(Calls.finalAuthorization(), Calls.TOKEN))
                .isEqualTo(new Authorization.Declined(null));
    }

    @Test
    void aStepUpIsReadWholeFromKlarnasSample() {
        server.plays(ScriptedKlarna.json(
                201, STEP_UP.formatted("\"payment_request_url\":\"https://pay.test.klarna.com/0d9c\",", "", "")));

        assertThat(klarna.authorizePayment(Calls.authorize()))
                .isEqualTo(new Authorization.StepUpRequired(new PaymentRequest(
                        Calls.REQUEST,
                        new PaymentRequestReference("chk_4f2k-1"),
                        PaymentRequestState.SUBMITTED,
                        null,
                        9000L,
                        "EUR",
                        "https://pay.test.klarna.com/0d9c",
                        null,
                        Instant.parse("2026-03-02T09:30:00Z"),
                        Instant.parse("2026-03-02T09:00:00Z"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theQrCodeAndTheUrlAreFoundInEachOfTheirPlaces(int place) {
        var parts = new String[] {"", "", ""};
        parts[place] = "\"payment_request_url\":\"https://u\",\"qr_code\":{\"image_url\":\"https://i\","
                + "\"target_url\":\"https://t\"},";
        server.plays(ScriptedKlarna.json(200, STEP_UP.formatted((Object[]) parts)));

        var stepUp = (Authorization.StepUpRequired) klarna.authorizePayment(Calls.authorize());

        assertThat(stepUp.paymentRequest().paymentRequestUrl()).isEqualTo("https://u");
        assertThat(stepUp.paymentRequest().qrCode()).isEqualTo(new QrCode("https://i", "https://t"));
    }

    @ParameterizedTest
    @CsvSource({"SUBMITTED, SUBMITTED", "IN_PROGRESS, IN_PROGRESS", ", SUBMITTED"})
    void aNewRequestStandsAsKlarnaSaysAndWhereItSaysNothingItIsSubmitted(
            @Nullable String said, PaymentRequestState state) {
        var place = said == null ? "" : "\"state\":\"" + said + "\",";
        server.plays(ScriptedKlarna.json(
                200,
                "{\"payment_transaction_response\":{\"result\":\"STEP_UP_REQUIRED\"},\"payment_request\":{" + place
                        + "\"payment_request_id\":\"krn:1\"}}"));

        var stepUp = (Authorization.StepUpRequired) klarna.authorizePayment(Calls.authorize());

        assertThat(stepUp.paymentRequest().state()).isEqualTo(state);
    }

    @Test
    void aHeadlessStepUpMayHaveNeitherUrlNorCode() {
        server.plays(ScriptedKlarna.json(201, STEP_UP.formatted("", "", "")));

        var stepUp = (Authorization.StepUpRequired) klarna.authorizePayment(Calls.authorize());

        assertThat(stepUp.paymentRequest().paymentRequestUrl()).isNull();
        assertThat(stepUp.paymentRequest().qrCode()).isNull();
        assertThat(stepUp.paymentRequest().state()).isEqualTo(PaymentRequestState.SUBMITTED);
    }

    @Test
    void aCaptureAtOnceIsAnApprovalLikeAnother() {
        server.plays(ScriptedKlarna.json(
                200,
                Calls.APPROVED.replace(
                        "\"amount\":9000",
                        "\"payment_captures\":[{\"payment_capture_id\":\"krn:capture\"}],\"amount\":9000")));

        assertThat(klarna.authorizePayment(Calls.authorize())).isInstanceOf(Authorization.Approved.class);
    }

    @Test
    void theSessionTokenIsPreferredOverTheOlderOne() {
        var session = "\"klarna_network_session_token\":\"krn:session\"";
        var payment = "\"payment_token\":\"krn:payment\"";
        server.plays(
                ScriptedKlarna.json(200, COMPLETED.formatted(payment + "," + session)),
                ScriptedKlarna.json(200, COMPLETED.formatted(payment)),
                ScriptedKlarna.json(200, COMPLETED.formatted("")));

        assertThat(read().token()).isEqualTo(new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:session"));
        assertThat(read().token()).isEqualTo(new PaymentToken(PaymentToken.Kind.PAYMENT_TOKEN, "krn:payment"));
        assertThat(read().token()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:14:07Z, 2026-03-02T09:14:07Z",
        "2026-03-02T09:14:07.1Z, 2026-03-02T09:14:07.1Z",
        "2026-03-02T09:14:07.123456789Z, 2026-03-02T09:14:07.123456789Z",
        "2026-03-02T10:14:07+01:00, 2026-03-02T09:14:07Z",
        "yesterday, ",
    })
    void timesHaveUpToNineDigits(String text, @Nullable Instant instant) {
        server.plays(ScriptedKlarna.json(200, "{\"state\":\"SUBMITTED\",\"updated_at\":\"" + text + "\"}"));

        assertThat(((Standing.Stands) read().standing()).paymentRequest().updatedAt())
                .isEqualTo(instant);
    }

    @Test
    void aStateThatKlarnaInventsLaterIsUnknownAndNoFault() {
        server.plays(ScriptedKlarna.json(200, "{\"state\":\"RESTING\",\"amount\":\"many\",\"currency\":7}"));

        assertThat(((Standing.Stands) read().standing()).paymentRequest())
                .extracting(PaymentRequest::state, PaymentRequest::amount, PaymentRequest::currency)
                .containsExactly(PaymentRequestState.UNKNOWN, null, null);
    }

    @ParameterizedTest
    @CsvSource({"404, RESOURCE_NOT_FOUND", "410, GONE"})
    void klarnasOwnWordThatItIsGoneIsAnAnswer(int status, String code) {
        server.plays(ScriptedKlarna.json(status, Calls.ERROR.formatted(code)));

        assertThat(read()).isEqualTo(new Reading(new Standing.NotFound(), null));
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND, Refused", "404, , Transient", "410, , Transient", "403, OPERATION_FORBIDDEN, Refused"})
    void aRouteOrAProxyThatDoesNotKnowItProvesNothing(int status, @Nullable String code, String failure) {
        server.plays(ScriptedKlarna.json(status, code == null ? "<html/>" : Calls.ERROR.formatted(code)));

        assertThatThrownBy(this::read)
                .isInstanceOf(KlarnaException.class)
                .extracting(thrown -> thrown.getClass().getSimpleName())
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "<html>ok</html>",
                "{\"payment_transaction_response\":{\"result\":\"PENDING\"}}",
                "{\"payment_transaction_response\":{\"result\":\"APPROVED\"}}",
                "{\"payment_transaction_response\":{\"result\":\"STEP_UP_REQUIRED\"},\"payment_request\":{}}",
                "{\"payment_transaction_response\":{\"result\":\"DECLINED\"}} x",
                "{\"payment_transaction_response\":{\"result\":\"DECLINED\""
            })
    void a2xxThatDoesNotSayWhatItMustLeavesTheOutcomeUnknown(String body) {
        server.plays(ScriptedKlarna.json(200, body, "Klarna-Correlation-Id: c-9"));

        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize()))
                .isInstanceOfSatisfying(
                        KlarnaException.OutcomeUnknown.class,
                        unknown -> assertThat(unknown.details().correlationId()).isEqualTo("c-9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"payment_request_id\":\"krn:another\",\"state\":\"COMPLETED\"}"})
    void aReadThatDoesNotSayWhatItMustIsReadAgain(String body) {
        server.plays(ScriptedKlarna.json(200, body));

        assertThatThrownBy(this::read).isInstanceOf(KlarnaException.Transient.class);
    }

    @Test
    void theLabelOfAnAnswerDoesNotMatterWhenItIsJson() {
        server.plays(ScriptedKlarna.whole(200, "text/html", Calls.APPROVED));

        assertThat(klarna.authorizePayment(Calls.authorize())).isInstanceOf(Authorization.Approved.class);
    }

    private Reading read() {
        return klarna.readPaymentRequest(Calls.ACCOUNT, Calls.REQUEST);
    }
}
