package dev.kassa.browser;

import dev.kassa.KassaApplication;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.PaymentRequestView;
import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/** The embedded profile as it is shown to people, a browser in front of it, and Klarna's ledger to judge by. */
@SpringBootTest(
        classes = KassaApplication.class,
        useMainMethod = UseMainMethod.ALWAYS,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "kassa.sandbox.port=0"})
@ActiveProfiles("embedded")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(150)
abstract class Demonstration {
    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private Sandbox klarna;

    private final Chromium chromium = new Chromium();

    @AfterAll
    void closeBrowser() {
        chromium.close();
    }

    Chromium chromium() {
        return chromium;
    }

    String shop() {
        return "http://127.0.0.1:" + port + "/";
    }

    String management() {
        return "http://127.0.0.1:" + managementPort + "/";
    }

    Sandbox klarna() {
        return klarna;
    }

    List<PaymentRequestView> paymentRequestsOf(String checkoutId) {
        return klarna.paymentRequests().stream()
                .filter(request -> String.valueOf(request.reference()).startsWith(checkoutId))
                .toList();
    }

    List<RequestState> statesAtKlarna(String checkoutId) {
        return paymentRequestsOf(checkoutId).stream()
                .map(PaymentRequestView::state)
                .toList();
    }

    long transactionsOf(String checkoutId) {
        return klarna.ledger().stream()
                .filter(call -> call.effect() == Effect.CREATED_TRANSACTION)
                .map(LedgerEntry::paymentTransactionReference)
                .filter(reference -> String.valueOf(reference).startsWith(checkoutId))
                .count();
    }
}
