package dev.kassa.klarna.http;

/** The calls to Klarna, by Klarna's names. */
enum Operation {
    AUTHORIZE_PAYMENT("authorizePayment", CallCategory.AUTHORIZATION),
    FINALIZE_AUTHORIZATION("finalizeAuthorization", CallCategory.AUTHORIZATION),
    READ_PAYMENT_REQUEST("readPaymentRequest", CallCategory.MANAGEMENT),
    CANCEL_PAYMENT_REQUEST("cancelPaymentRequest", CallCategory.MANAGEMENT),
    UPDATE_PAYMENT_REQUEST("updatePaymentRequest", CallCategory.MANAGEMENT);

    private final String title;
    private final CallCategory category;

    Operation(String title, CallCategory category) {
        this.title = title;
        this.category = category;
    }

    String title() {
        return title;
    }

    CallCategory category() {
        return category;
    }

    /** Whether it changes something at Klarna; what changes nothing never leaves an unknown outcome. */
    boolean isWrite() {
        return this != READ_PAYMENT_REQUEST;
    }
}
