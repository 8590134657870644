package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.UpdatePaymentRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The calls of the tests, in Klarna's documented sample values. */
final class Calls {
    static final String API_KEY = "klarna_test_api_not-a-secret==";
    static final PartnerAccountId ACCOUNT = new PartnerAccountId("krn:partner:global:account:test:HGBY07TR");
    static final PaymentRequestId REQUEST = new PaymentRequestId("krn:payment:eu1:request:0d9c");
    static final PaymentToken TOKEN =
            new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:network:eu1:test:session-token:eyJ.demo.sig");
    static final String ERROR = "{\"error_id\":\"8e3a\",\"error_code\":\"%s\",\"error_message\":\"…\"}";
    static final String APPROVED = """
            {"payment_transaction_response":{"result":"APPROVED","payment_transaction":{
              "payment_transaction_id":"krn:payment:eu1:transaction:7f1d",
              "payment_transaction_reference":"chk_4f2k-1-tx",
              "amount":9000,"currency":"EUR","expires_at":"2026-03-30T09:16:00Z"}}}""";
    static final String SUBMITTED = "{\"payment_request_id\":\"krn:payment:eu1:request:0d9c\",\"state\":\"SUBMITTED\"}";
    static final String CANCELED = "{\"payment_request_id\":\"krn:payment:eu1:request:0d9c\",\"state\":\"CANCELED\"}";

    private static final PaymentTransactionReference TRANSACTION = new PaymentTransactionReference("chk_4f2k-1-tx");

    private Calls() {}

    static AuthorizePayment authorize() {
        return authorize(payment(json(PURCHASE)), "krn:network:eu1:test:session-token:sdk");
    }

    static AuthorizePayment authorize(PaymentDetails payment, @Nullable String sessionToken) {
        var stepUp = new StepUpConfig(
                new PaymentRequestReference("chk_4f2k-1"),
                InteractionMethod.HANDOVER,
                "https://pay.example/r?id={klarna.payment_request.id}",
                null,
                new InteractionExpiry("PT30M", null));
        return new AuthorizePayment(
                ACCOUNT, IdempotencyKey.of("authorize"), TRANSACTION, payment, stepUp, sessionToken);
    }

    static FinalizeAuthorization finalAuthorization() {
        return new FinalizeAuthorization(ACCOUNT, IdempotencyKey.of("finalize"), TRANSACTION, payment(json(PURCHASE)));
    }

    static UpdatePaymentRequest update() {
        return new UpdatePaymentRequest(ACCOUNT, REQUEST, IdempotencyKey.of("update"), 9500L, null);
    }

    static final String PURCHASE =
            "{\"purchase_reference\":\"ORD-42\",\"line_items\":[{\"name\":\"Hjälm\",\"quantity\":2,\"weight\":1.10}]}";

    static PaymentDetails payment(@Nullable JsonNode purchaseData) {
        return new PaymentDetails(9000, "EUR", Capture.LATER, null, purchaseData, null, null, null);
    }

    static JsonNode json(String text) {
        return Json.parse(text.getBytes(UTF_8));
    }

    /** The client with limits that tests can wait for; the connect timeout is never what is tested by them. */
    static HttpKlarna client(ScriptedKlarna server) {
        return new HttpKlarna(settings(server).withTimeouts(patience(Duration.ofSeconds(10))));
    }

    /** Gives up soon. */
    static HttpKlarna impatientClient(ScriptedKlarna server) {
        return new HttpKlarna(settings(server).withTimeouts(patience(Duration.ofMillis(400))));
    }

    static KlarnaSettings settings(ScriptedKlarna server) {
        return KlarnaSettings.of(server.baseUrl(), () -> API_KEY, CallPace.QUICK);
    }

    private static Timeouts patience(Duration answer) {
        return new Timeouts(Duration.ofMillis(300), answer, answer);
    }

    /** Every operation of the port, to be made with one client. */
    enum Call {
        AUTHORIZE {
            @Override
            Object make(Klarna klarna) {
                return klarna.authorizePayment(authorize());
            }
        },
        FINALIZE {
            @Override
            Object make(Klarna klarna) {
                return klarna.finalizeAuthorization(finalAuthorization(), TOKEN);
            }
        },
        UPDATE {
            @Override
            Object make(Klarna klarna) {
                return klarna.updatePaymentRequest(update());
            }
        },
        READ {
            @Override
            Object make(Klarna klarna) {
                return klarna.readPaymentRequest(ACCOUNT, REQUEST);
            }
        };

        abstract Object make(Klarna klarna);
    }
}
