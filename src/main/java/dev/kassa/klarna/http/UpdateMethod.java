package dev.kassa.klarna.http;

/** How a Payment Request is updated; Klarna's documents contradict each other (klarna.md, section 10.9). */
public enum UpdateMethod {
    /** {@code PATCH /accounts/{partner_account_id}/payment/requests/{payment_request_id}}: the newer pages. */
    PATCH,
    /** {@code PUT /payment/requests/{payment_request_id}}, without the account. */
    PUT
}
