package dev.kassa.klarna;

/** The final authorization, frozen; the token travels beside it. */
public record FinalizeAuthorization(
        PartnerAccountId account,
        IdempotencyKey key,
        PaymentTransactionReference paymentTransactionReference,
        PaymentDetails payment) {}
