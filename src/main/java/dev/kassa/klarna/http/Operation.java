package dev.kassa.klarna.http;

import org.springframework.http.HttpMethod;

/** The calls to Klarna, by Klarna's names. */
enum Operation {
    AUTHORIZE_PAYMENT("authorizePayment", "POST"),
    FINALIZE_AUTHORIZATION("finalizeAuthorization", "POST"),
    READ_PAYMENT_REQUEST("readPaymentRequest", "GET"),
    CANCEL_PAYMENT_REQUEST("cancelPaymentRequest", "DELETE"),
    UPDATE_PAYMENT_REQUEST("updatePaymentRequest", "PATCH");

    private final String title;
    private final String method;

    Operation(String title, String method) {
        this.title = title;
        this.method = method;
    }

    String title() {
        return title;
    }

    HttpMethod method() {
        return HttpMethod.valueOf(method);
    }

    /** Whether it changes something at Klarna; what changes nothing never leaves an unknown outcome. */
    boolean isWrite() {
        return this != READ_PAYMENT_REQUEST;
    }
}
