package dev.kassa.klarna;

/** Klarna's word on how a Payment Request stands. */
public sealed interface Standing {
    /** Klarna knows it. */
    record Stands(PaymentRequest paymentRequest) implements Standing {}

    /** Klarna's own 404 with its error body: deleted after its expiry, or never there. Which of them, the caller judges. */
    record NotFound() implements Standing {}
}
